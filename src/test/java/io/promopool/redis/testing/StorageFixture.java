package io.promopool.redis.testing;

import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.testing.ManualClock;
import io.promopool.testing.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A pool over a real Redis, which it empties first, with a clock that the test moves. It is for tests of other
 * packages.
 */
public final class StorageFixture implements AutoCloseable {
    public final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
    public final RedisStorage storage;
    private final RawState raw;

    public StorageFixture() {
        TestRedis server = TestRedis.emptied();
        raw = new RawState(server);
        storage = open(server, clock, Duration.ofSeconds(10));
    }

    static RedisStorage open(TestRedis server, InstantSource clock, Duration claimTimeout) {
        return RedisStorage.open(server.url(), settings(claimTimeout), clock, RedisListener.NONE);
    }

    static StorageSettings settings(Duration claimTimeout) {
        return TestSettings.storage(
                new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), PoolCase.BUCKETS),
                new ClaimSettings(claimTimeout, 100_000, 64));
    }

    /** Checks the state in Redis. */
    @Override
    public void close() {
        try {
            raw.check();
        } finally {
            storage.close();
        }
    }
}
