package io.promopool.redis.connection;

/**
 * How the service treats the pool in Redis.
 *
 * @param choice which pool a start takes
 * @param onRollback what happens when Redis has lost confirmed writes
 */
public record PoolSettings(PoolChoice choice, OnRollback onRollback) {
    /** Returns the same settings with another choice. */
    public PoolSettings with(PoolChoice other) {
        return new PoolSettings(other, onRollback);
    }
}
