package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability.Require;
import io.promopool.redis.testing.PoolCase;
import io.promopool.testing.Await;
import io.promopool.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockCheckTest extends PoolCase {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration FAST = Duration.ofMillis(1);

    private final Guard guard = new Guard();
    private final ClockCheck check = new ClockCheck(guard, Duration.ofSeconds(5));

    /** @param ahead how far Redis's clock is ahead of the service's */
    private void sample(Duration ahead, Duration took) {
        check.sampled(NOW, NOW.plus(took.dividedBy(2)).plus(ahead), NOW.plus(took));
    }

    private Optional<String> refusal() {
        return guard.refusalOfWrite().map(StorageException::getMessage);
    }

    @Test
    void two_samples_in_a_row_with_more_than_five_seconds_between_the_clocks_stop_writes() {
        sample(Duration.ofSeconds(6), FAST);
        assertEquals(Optional.empty(), refusal());
        sample(Duration.ofSeconds(6), FAST);
        assertTrue(
                refusal().orElseThrow().contains("is 5 s behind the clock of Redis"),
                refusal().toString());
        assertEquals(Optional.empty(), guard.refusalOfRead());
        sample(Duration.ofSeconds(-4), FAST);
        assertEquals(Optional.empty(), refusal());

        sample(Duration.ofDays(-400), FAST);
        sample(Duration.ZERO, FAST);
        sample(Duration.ofDays(-400), FAST);
        assertEquals(Optional.empty(), refusal());
        sample(Duration.ofDays(-400), FAST);
        assertTrue(
                refusal().orElseThrow().contains("s ahead of the clock of Redis"),
                refusal().toString());
    }

    @Test
    void a_slow_reply_neither_stops_writes_nor_lets_them_go_on() {
        Duration slow = Duration.ofSeconds(20);
        sample(Duration.ofSeconds(6), slow);
        sample(Duration.ofSeconds(6), slow);
        assertEquals(Optional.empty(), refusal());
        sample(Duration.ofSeconds(6), FAST);
        sample(Duration.ofSeconds(6), FAST);
        sample(Duration.ZERO, slow);
        assertTrue(refusal().isPresent());
    }

    @Test
    void a_clock_that_jumps_while_the_service_runs_stops_claims_until_it_is_right_again() {
        forgetLatestTime();
        ManualClock itsClock = new ManualClock(Instant.now());
        RedisStorage storage = RedisStorage.open(
                server.url(),
                new StorageSettings(
                        new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), BUCKETS),
                        new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP, Duration.ofMinutes(1)),
                        new Durability(0, Require.NONE),
                        new ClaimSettings(Duration.ofSeconds(10), 1_000, 64),
                        ZoneOffset.UTC),
                itsClock,
                RedisListener.NONE);
        try (storage) {
            assertEquals(Optional.empty(), storage.unreadyReason());
            storage.pool()
                    .load(List.of(row("A").type("t").row(), row("B").type("t").row()), PLAIN)
                    .join();

            itsClock.forward(Duration.ofDays(-1));
            Await.until(
                    "it is noticed",
                    Duration.ofSeconds(20),
                    () -> storage.unreadyReason().orElse("").contains("s behind the clock of Redis"));
            StorageException refused =
                    failure(() -> storage.pool().claim(request("t", "k")).join());
            assertEquals(Outcome.NONE, refused.outcome());
            assertTrue(refused.getMessage().contains("s behind the clock of Redis"), refused.getMessage());

            itsClock.set(Instant.now());
            Await.until(
                    "it is noticed",
                    Duration.ofSeconds(20),
                    () -> storage.unreadyReason().isEmpty());
            assertInstanceOf(
                    Claimed.class, storage.pool().claim(request("t", "k")).join());
        }
    }

    @Test
    void a_service_whose_clock_is_wrong_at_its_start_serves_nothing() {
        forgetLatestTime();
        ManualClock itsClock = new ManualClock(Instant.now().minus(Duration.ofDays(1)));
        StorageSettings settings = new StorageSettings(
                new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), BUCKETS),
                new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                new Durability(0, Require.NONE),
                new ClaimSettings(Duration.ofSeconds(10), 1_000, 64),
                ZoneOffset.UTC);
        try (RedisStorage storage = RedisStorage.open(server.url(), settings, itsClock, RedisListener.NONE)) {
            assertTrue(storage.unreadyReason().orElseThrow().contains("behind the clock of Redis"));
            assertEquals(
                    Outcome.NONE,
                    failure(() -> storage.pool().claim(request("t", "k")).join())
                            .outcome());
        }
    }
}
