package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogConfigurationTest {
    private static final String OWN_FILE = "logback.configurationFile";

    @Test
    void logback_finds_the_configuration_by_itself() {
        assertTrue(ServiceLoader.load(Configurator.class).stream()
                .anyMatch(found -> found.type() == LogConfiguration.class));
    }

    @Test
    void the_file_in_config_is_read_unless_another_is_named() {
        String named = System.clearProperty(OWN_FILE);
        try {
            LoggerContext context = new LoggerContext();
            LogConfiguration configuration = new LogConfiguration();
            configuration.setContext(context);
            assertEquals(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, configuration.configure(context));
            assertEquals(Level.INFO, context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel());
            assertEquals(Level.WARN, context.getLogger("io.lettuce.core").getEffectiveLevel());

            System.setProperty(OWN_FILE, "another.xml");
            assertEquals(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY, configuration.configure(new LoggerContext()));
        } finally {
            if (named == null) {
                System.clearProperty(OWN_FILE);
            } else {
                System.setProperty(OWN_FILE, named);
            }
        }
    }
}
