package io.promopool.redis;

import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.RedisSettings;
import java.time.ZoneId;

/**
 * All settings of the pool in Redis.
 *
 * @param zone the time zone of dates without an offset. It can't be changed once Redis holds codes
 */
public record StorageSettings(
        RedisSettings redis, PoolSettings pool, Durability durability, ClaimSettings claims, ZoneId zone) {

    /**
     * Connects to Redis, for one that is closed soon and tells nobody about its calls.
     *
     * @param url takes the place of the one in these settings
     * @throws io.promopool.pool.StorageException if Redis can't be reached
     */
    public RedisConnector connect(String url) {
        return RedisConnector.connect(url, redis.timeout(), durability, RedisListener.NONE);
    }

    /** Returns the same settings, with another choice of the pool. */
    public StorageSettings with(PoolChoice choice) {
        return new StorageSettings(redis, pool.with(choice), durability, claims, zone);
    }
}
