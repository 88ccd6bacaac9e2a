package io.promopool.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Reply DONE = new Reply(200, Optional.of(Json.object()), Optional.empty());

    private final List<Long> waits = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final RetryPolicy retries = new RetryPolicy(duration -> waits.add(duration.toSeconds()), notes::add);

    @Test
    void a_request_that_the_service_can_not_serve_now_is_retried_after_the_time_it_names() throws Exception {
        assertSame(DONE, ask(5, later(503, 1), later(429, 7), later(503, 1), DONE));
        assertEquals(List.of(1L, 7L, 4L), waits);
        assertEquals("the service can't serve this request now (503); retrying in 1 s (attempt 2 of 5)", notes.get(0));
    }

    @Test
    void after_the_last_attempt_its_answer_is_returned() throws Exception {
        Reply last = later(503, 1);
        assertSame(last, ask(3, later(503, 1), later(503, 1), last));
        assertEquals(2, waits.size());
    }

    @Test
    void no_wait_is_longer_than_30_s() throws Exception {
        ask(2, later(429, 3_600), DONE);
        assertEquals(List.of(30L), waits);
    }

    @Test
    void an_answer_that_will_not_change_is_final() throws Exception {
        for (Reply reply : List.of(
                DONE,
                new Reply(400, Optional.empty(), Optional.of(Duration.ofSeconds(1))),
                new Reply(503, Optional.empty(), Optional.empty()))) {
            assertSame(reply, ask(5, reply));
        }
        assertEquals(List.of(), waits);
    }

    @Test
    void a_lost_connection_is_retried_but_a_refused_one_is_not() throws Exception {
        assertSame(DONE, ask(5, new IOException("reset"), new ConnectException(), DONE));
        assertThrows(ConnectException.class, () -> ask(5, new ConnectException(), DONE));
        assertThrows(IOException.class, () -> ask(2, new IOException("reset"), new IOException("reset"), DONE));
    }

    private Reply ask(int attempts, Object... outcomes) throws IOException, InterruptedException {
        Deque<Object> left = new ArrayDeque<>(List.of(outcomes));
        return retries.send(attempts, () -> {
            Object outcome = left.removeFirst();
            if (outcome instanceof IOException failure) {
                throw failure;
            }
            return (Reply) outcome;
        });
    }

    private static Reply later(int status, int seconds) {
        return new Reply(status, Optional.of(Json.object()), Optional.of(Duration.ofSeconds(seconds)));
    }
}
