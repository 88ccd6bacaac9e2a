package io.promopool.redis.connection;

import java.time.Duration;

/**
 * How the service treats the pool in Redis.
 *
 * @param choice which pool a start takes
 * @param onRollback what happens when Redis has lost confirmed writes
 * @param maxClockDifference by how much the clocks of the service and of Redis may differ. Only tests, which have a
 *     clock of their own, change it
 */
public record PoolSettings(PoolChoice choice, OnRollback onRollback, Duration maxClockDifference) {
    /** With the clocks as close to each other as the guarantees need. */
    public PoolSettings(PoolChoice choice, OnRollback onRollback) {
        this(choice, onRollback, RedisHealth.MAX_CLOCK_DIFFERENCE);
    }

    /** Returns the same settings with another choice. */
    public PoolSettings with(PoolChoice other) {
        return new PoolSettings(other, onRollback, maxClockDifference);
    }
}
