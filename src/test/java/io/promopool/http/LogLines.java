package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What is logged from here on: by the service from INFO on, and by libraries from WARN on, as in operation. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final String SERVICE = "io.promopool";

    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, Level> levels;
    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    LogLines() {
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        levels = List.of(root, logback.getLogger(SERVICE)).stream()
                .filter(logger -> logger.getLevel() != null)
                .collect(Collectors.toMap(logger -> logger, Logger::getLevel));
        setContext(logback);
        start();
        root.addAppender(this);
        root.setLevel(Level.WARN);
        logback.getLogger(SERVICE).setLevel(Level.INFO);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    /** The messages of the service's own lines. */
    List<String> messages() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Waits for a line that begins so, of which there must be only one. */
    ILoggingEvent awaitOne(String beginning) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (messages().stream().noneMatch(message -> message.startsWith(beginning))) {
            assertTrue(System.nanoTime() < end, () -> "no line that begins with: " + beginning + "; " + messages());
            Thread.onSpinWait();
        }
        List<ILoggingEvent> found = events.stream()
                .filter(event -> event.getFormattedMessage().startsWith(beginning))
                .toList();
        assertEquals(1, found.size(), () -> messages().toString());
        return found.get(0);
    }

    @Override
    public void close() {
        logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        logback.getLogger(SERVICE).setLevel(null);
        levels.forEach(Logger::setLevel);
    }
}
