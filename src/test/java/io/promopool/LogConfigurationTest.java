package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConfigurationTest {
    @Test
    void logback_finds_the_file_in_config_by_itself() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertEquals(Level.INFO, context.getLogger("ROOT").getLevel());
        assertEquals(Level.WARN, context.getLogger("io.lettuce").getLevel());
    }
}
