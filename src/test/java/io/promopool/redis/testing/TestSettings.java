package io.promopool.redis.testing;

import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.Durability.Require;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisSettings;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * The settings of tests whose Redis keeps nothing on disk, and whose clock is their own. The service would refuse to
 * serve with either.
 */
public final class TestSettings {
    /** So far apart may the clocks of a test and of Redis be. */
    public static final Duration ANY = Duration.ofDays(1_000_000);

    private TestSettings() {}

    public static StorageSettings storage(RedisSettings redis, ClaimSettings claims) {
        return storage(redis, 0, claims);
    }

    public static StorageSettings storage(RedisSettings redis, int replicas, ClaimSettings claims) {
        return storage(redis, new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP, ANY), replicas, claims);
    }

    public static StorageSettings storage(RedisSettings redis, PoolSettings pool, int replicas, ClaimSettings claims) {
        return new StorageSettings(redis, pool, new Durability(replicas, Require.NONE), claims, ZoneOffset.UTC);
    }
}
