package io.promopool.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    private long nanos = Long.MAX_VALUE - 1; // it may overflow, as System.nanoTime may
    private final OncePerMinute events = new OncePerMinute(() -> nanos);
    private final List<String> lines = new ArrayList<>();

    @Test
    void the_first_event_is_reported_and_then_one_a_minute_with_their_number() {
        for (int i = 0; i < 1_500; i++) {
            event("a");
        }
        pass(Duration.ofSeconds(59));
        event("a");
        pass(Duration.ofSeconds(1));
        event("a");
        event("a");
        pass(Duration.ofMinutes(5));
        event("a");
        pass(Duration.ofMinutes(1));
        event("a");

        assertEquals(
                List.of("a", "a (1,501 times since the last such line)", "a (2 times since the last such line)", "a"),
                lines);
    }

    @Test
    void kinds_do_not_hold_each_other_back() {
        event("a");
        event("b");
        event("a");

        assertEquals(List.of("a", "b"), lines);
    }

    @Test
    void more_than_a_hundred_kinds_a_minute_count_as_one() {
        for (int i = 0; i < 1_000; i++) {
            event("kind " + i);
        }
        assertEquals(101, lines.size());

        pass(Duration.ofMinutes(1));
        event("kind 500");
        assertEquals("kind 500", lines.get(101));
    }

    private void event(String kind) {
        events.run(kind, repeated -> lines.add(kind + repeated));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
