package io.promopool.redis.connection;

/**
 * The pool that a service serves, as it found it at its start.
 *
 * @param id made at random when the pool was created; it never changes
 * @param life how often a person has accepted that Redis lost writes, plus 1
 */
public record PoolIdentity(String id, long life) {}
