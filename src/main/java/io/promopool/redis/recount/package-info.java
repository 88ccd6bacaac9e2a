/**
 * Recounts a pool: compares all counters, sets and hints with the index, and corrects them.
 *
 * <p>{@link io.promopool.redis.recount.Recount} stops writes for a moment, takes a snapshot of the pool, and then
 * corrects each lot and type by the difference, while services go on. The index is the truth and is never changed. No
 * service needs this room; an operator runs it.
 */
package io.promopool.redis.recount;
