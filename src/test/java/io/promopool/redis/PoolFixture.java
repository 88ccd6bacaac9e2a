package io.promopool.redis;

import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.RedisSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A pool over an emptied real Redis with a clock of the test's own, for tests of other packages. */
public final class PoolFixture implements AutoCloseable {
    public final TestClock clock = new TestClock(Instant.parse("2030-01-01T12:00:00Z"));
    public final RedisStorage storage;
    private final RawState raw;

    public PoolFixture() {
        RedisServer server = RedisServer.emptied();
        raw = new RawState(server);
        storage = RedisStorage.open(
                server.url(),
                new StorageSettings(
                        new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), 256),
                        new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                        Durability.ofOneNode(),
                        new ClaimSettings(Duration.ofSeconds(10), 100_000, 64),
                        ZoneOffset.UTC),
                clock,
                RedisListener.NONE);
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
