package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.promopool.redis.testing.PoolCase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RedisLinkTest extends PoolCase {
    @Test
    void thousands_of_failures_are_one_line_in_the_log() {
        RedisLink link = connector().reads();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(RedisLink.class);
        log.setLevel(Level.WARN);
        log.setAdditive(false);
        lines.start();
        log.addAppender(lines);
        int failed = 0;
        try {
            List<CompletableFuture<String>> calls = IntStream.range(0, 100_000)
                    .mapToObj(i -> link.start(commands -> commands.get(keys.types() + "x")))
                    .toList();
            for (CompletableFuture<String> call : calls) {
                failed += call.handle((value, fault) -> fault == null ? 0 : 1).join();
            }
        } finally {
            log.detachAppender(lines);
            log.setAdditive(true);
            log.setLevel(null);
        }

        assertTrue(failed > 1_000, failed + " failed");
        assertEquals(1, lines.list.size());
        assertTrue(lines.list.get(0).getFormattedMessage().startsWith("the call command failed: Redis: "));
    }
}
