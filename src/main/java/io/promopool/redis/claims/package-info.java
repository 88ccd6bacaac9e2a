/**
 * Claims on their way to Redis and back. This is the room in which codes are handed out.
 *
 * <p>{@link io.promopool.redis.claims.ClaimBatcher} sends claims that arrive together in one call of {@code
 * lua/claim.lua}. If the outcome of a call is unknown, each of its claims is retried alone, by its key. The script
 * decides who gets which code. This room limits how many claims wait, and never sends a call a second time.
 */
package io.promopool.redis.claims;
