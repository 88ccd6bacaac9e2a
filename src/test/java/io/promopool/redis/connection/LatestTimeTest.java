package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.CodePool;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.ClockReview;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.testing.PoolCase;
import io.promopool.testing.Await;
import io.promopool.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The latest time that the pool has seen: when it moves, and what it refuses. */
class LatestTimeTest extends PoolCase {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private long nanos = 1;
    private LatestTime latestTime;

    @BeforeEach
    void begin() {
        forgetLatestTime();
        latestTime = new LatestTime(connector(), () -> nanos);
    }

    private Instant latest() {
        String stored = server.raw().hget(keys.meta(), "latest");
        return Instant.ofEpochSecond(Long.parseLong(stored));
    }

    /** A health check after some time, in which the clock has run as steadily as the steady clock. */
    private void pass(Duration time) {
        nanos += time.toNanos();
        clock.forward(time);
        latestTime.checked(keys.meta(), Optional.of(clock.instant()));
    }

    private void jump(Duration time) {
        clock.forward(time);
    }

    @Test
    void it_begins_with_the_present_time_and_moves_once_a_minute() {
        pass(Duration.ZERO);
        assertEquals(START, latest());
        pass(Duration.ofSeconds(30));
        assertEquals(START, latest());
        pass(Duration.ofSeconds(30));
        assertEquals(START.plus(MINUTE), latest());
    }

    @Test
    void it_never_moves_back() {
        pass(Duration.ZERO);
        jump(Duration.ofSeconds(-30));
        pass(MINUTE.minusSeconds(31));
        pass(Duration.ofSeconds(1));
        assertEquals(START, latest());
    }

    @Test
    void it_does_not_move_while_the_clocks_differ() {
        pass(Duration.ZERO);
        nanos += MINUTE.toNanos();
        latestTime.checked(keys.meta(), Optional.empty());
        assertEquals(START, latest());
    }

    @Test
    void a_time_more_than_a_day_ahead_is_believed_only_after_a_day_of_steady_time() {
        pass(Duration.ZERO);
        jump(Duration.ofDays(400));
        pass(MINUTE);
        assertEquals(START, latest());
        pass(DAY.minus(MINUTE));
        assertEquals(START, latest(), "the day began when the clock had jumped");
        pass(MINUTE);
        assertEquals(clock.instant(), latest());
    }

    @Test
    void a_day_in_which_the_clock_jumps_or_differs_from_that_of_redis_begins_again() {
        pass(Duration.ZERO);
        jump(Duration.ofDays(400));
        pass(MINUTE);
        pass(DAY.dividedBy(2));
        jump(Duration.ofMinutes(5));
        pass(DAY.dividedBy(2));
        assertEquals(START, latest());
        latestTime.checked(keys.meta(), Optional.empty());
        pass(DAY.minus(MINUTE));
        assertEquals(START, latest());
        pass(DAY);
        assertEquals(clock.instant(), latest());
    }

    @Test
    void a_clock_within_a_day_ahead_is_believed_at_once() {
        pass(Duration.ZERO);
        jump(DAY.minus(MINUTE));
        pass(MINUTE);
        assertEquals(START.plus(DAY), latest());
    }

    @Test
    void a_service_more_than_a_minute_behind_is_refused_by_the_scripts_and_by_the_watch() {
        pass(Duration.ZERO);
        add("t", "A", "B");
        ManualClock itsClock = new ManualClock(START.minusSeconds(60));
        RedisStorage storage = openStorage(itsClock, Duration.ofSeconds(5));
        CodePool behind = storage.pool();
        behind.claim(request("t", "k")).join();

        itsClock.set(START.minusSeconds(61));
        StorageException refused =
                failure(() -> behind.claim(request("t", "k2")).join());
        assertEquals(Outcome.NONE, refused.outcome());
        assertTrue(refused.refusal().orElseThrow().contains("behind the latest time"), refused.getMessage());
        Await.until(
                "the watch looks",
                WITHIN,
                () -> storage.unreadyReason().orElse("").contains("doctor --accept-clock"));
        assertEquals("B", behind.find("B").orElseThrow().code(), "looking up goes on");

        itsClock.set(START);
        Await.until("the watch looks", WITHIN, () -> storage.unreadyReason().isEmpty());
    }

    @Test
    void a_person_can_put_it_right() {
        add("t", "A");
        server.raw().hset(keys.meta(), "latest", Long.toString(START.plus(DAY).getEpochSecond()));
        assertEquals(Outcome.NONE, failure(() -> claim(request("t", "k"))).outcome());
        ClockReview review = ClockReview.of(server.url(), settings(WITHIN), InstantSource.fixed(START));
        assertTrue(review.isAhead());
        assertTrue(review.accept());
        assertFalse(review.accept(), "Redis says something else by now");
        assertEquals(START, latest());
        Await.until("the watch looks", WITHIN, () -> {
            try {
                return claimed("t", "k").equals("A");
            } catch (RuntimeException refused) {
                return false;
            }
        });
        assertFalse(ClockReview.of(server.url(), settings(WITHIN), clock).isAhead());
    }
}
