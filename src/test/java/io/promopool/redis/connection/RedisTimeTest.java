package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisTimeTest {
    private final RedisTime time = new RedisTime();

    @Test
    void a_deadline_is_in_the_time_of_redis() {
        sample(1_000_000, 0);
        assertEquals(1_002, offsetSeconds());
    }

    @Test
    void a_slow_sample_does_not_replace_a_good_one() {
        sample(1_000_000, 0);
        sample(1_000_100, 300);
        assertEquals(1_002, offsetSeconds());
    }

    @Test
    void a_slow_sample_that_contradicts_what_is_known_is_believed() {
        sample(1_000_000, 0);
        sample(2_000_000, 300);
        assertEquals(2_002, offsetSeconds());
    }

    @Test
    void there_is_no_deadline_before_the_first_sample() {
        assertThrows(IllegalStateException.class, () -> time.deadlineAfter(Duration.ofSeconds(1)));
    }

    /** A sample: the clock of Redis is {@code ahead} ms ahead of ours, and the reply took {@code took} ms. */
    private void sample(long ahead, long took) {
        long now = System.nanoTime();
        long redis = TimeUnit.NANOSECONDS.toMillis(now) + ahead;
        time.sampled(redis, now - TimeUnit.MILLISECONDS.toNanos(took), now);
    }

    /** How far a deadline of two seconds is ahead of our clock. */
    private long offsetSeconds() {
        long deadline = Long.parseLong(time.deadlineAfter(Duration.ofSeconds(2)));
        return Math.round((deadline - TimeUnit.NANOSECONDS.toMillis(System.nanoTime())) / 1_000.0);
    }
}
