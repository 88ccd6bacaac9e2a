package io.promopool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

class LogConfigurationTest {
    private static final String OWN_FILE = "logback.configurationFile";

    @Test
    void logback_finds_the_configuration_by_itself() {
        assertTrue(ServiceLoader.load(Configurator.class).stream()
                .anyMatch(found -> found.type() == LogConfiguration.class));
    }

    /** In the format of the file in config, which is also in the jar. */
    @Test
    void text_from_a_stranger_neither_starts_a_line_nor_breaks_one() throws Exception {
        String forged =
                "x\r\n2031-01-01T00:00:00.000Z INFO  [main] i.p.App all is well\u0085\u2028\u2029\u001b[2K\u202e\t";
        String escaped = "x\\r\\n2031-01-01T00:00:00.000Z INFO  [main] i.p.App all is well"
                + "\\u0085\\u2028\\u2029\\u001b[2K\\u202e\\t";
        List<String> lines = logged("said: {}", forged, new IllegalStateException(forged, new IOException(forged)));
        assertTrue(lines.get(0).endsWith(" said: " + escaped), lines.get(0));
        assertEquals("java.lang.IllegalStateException: " + escaped, lines.get(1));
        assertTrue(lines.contains("Caused by: java.io.IOException: " + escaped), lines.toString());
        assertTrue(
                lines.stream().skip(2).allMatch(line -> line.startsWith("\t") || line.startsWith("Caused by: ")),
                lines.toString());
    }

    @Test
    void the_id_of_a_request_is_in_its_lines() throws Exception {
        MDC.put("requestId", "id-1");
        try {
            List<String> lines = logged("{} done", "upload", null);
            assertTrue(
                    lines.get(0).matches("\\S+ INFO  \\[main] io\\.promopool\\.Some \\[id-1] upload done"),
                    lines.get(0));
        } finally {
            MDC.clear();
        }
        assertTrue(logged("{} done", "sweep", null)
                .get(0)
                .matches("\\S+ INFO  \\[main] io\\.promopool\\.Some sweep done"));
    }

    private static List<String> logged(String message, String argument, Throwable failure) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("config/logback.xml").toFile());
        try {
            ConsoleAppender<?> appender = (ConsoleAppender<?>)
                    context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("OUT");
            @SuppressWarnings("unchecked")
            Encoder<ILoggingEvent> encoder = (Encoder<ILoggingEvent>) appender.getEncoder();
            ILoggingEvent event = new LoggingEvent(
                    "", context.getLogger("io.promopool.Some"), Level.INFO, message, failure, new Object[] {argument});
            return new String(encoder.encode(event), UTF_8).lines().toList();
        } finally {
            context.stop();
        }
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
