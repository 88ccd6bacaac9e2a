/**
 * The connections to Redis, the scripts that run over them, and the health of Redis.
 *
 * <p>Only this room knows how the driver, lettuce, is used: how a script is sent ({@link
 * io.promopool.redis.connection.RedisLink}), what the deadline of a call is ({@link
 * io.promopool.redis.connection.RedisConnector#writeDeadline}), and how many replicas must confirm it ({@link
 * io.promopool.redis.connection.Replication}). Every failure becomes a {@link io.promopool.pool.StorageException} in
 * one place, {@link io.promopool.redis.connection.Faults}, which decides whether the outcome is unknown. Other rooms
 * use the driver only to send single commands that read.
 *
 * <p>This room knows the scripts by name, and knows no key.
 */
package io.promopool.redis.connection;
