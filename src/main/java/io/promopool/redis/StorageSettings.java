package io.promopool.redis;

import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisSettings;
import java.time.Duration;
import java.time.ZoneId;

/**
 * All settings of the pool in Redis.
 *
 * @param zone the time zone of dates without an offset. It can't be changed once Redis holds codes
 * @param maxClockDifference by how much the clocks of the service and of Redis may differ. Only tests, which have a
 *     clock of their own, change it
 */
public record StorageSettings(
        RedisSettings redis, Durability durability, ClaimSettings claims, ZoneId zone, Duration maxClockDifference) {

    /** With the clocks as close to each other as the guarantees need. */
    public StorageSettings(RedisSettings redis, Durability durability, ClaimSettings claims, ZoneId zone) {
        this(redis, durability, claims, zone, RedisHealth.MAX_CLOCK_DIFFERENCE);
    }
}
