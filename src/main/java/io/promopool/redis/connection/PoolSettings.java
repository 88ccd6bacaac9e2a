package io.promopool.redis.connection;

/**
 * How the service treats the pool in Redis.
 *
 * @param choice which pool a start takes
 */
public record PoolSettings(PoolChoice choice) {}
