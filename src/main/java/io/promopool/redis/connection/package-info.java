/**
 * The connections to Redis, what runs over them, and how well it is.
 *
 * <p>This room is the only one that knows the driver: how a script is sent ({@link
 * io.promopool.redis.connection.RedisLink}), when a call is too late ({@link
 * io.promopool.redis.connection.RedisConnector#writeDeadline}), which replicas must confirm it, and what a fault means
 * for its outcome. Every fault of Redis becomes a {@link io.promopool.pool.StorageException} here, once, in {@link
 * io.promopool.redis.connection.Faults}. What the other rooms of Redis see of the driver are single commands that read.
 *
 * <p>It knows the scripts by their names and no key at all.
 */
package io.promopool.redis.connection;
