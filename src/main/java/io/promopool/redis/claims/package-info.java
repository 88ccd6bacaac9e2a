/**
 * Claims on their way to Redis and back. This is the room in which a code is handed out.
 *
 * <p>{@link io.promopool.redis.claims.ClaimBatcher} sends claims that arrive together in one call of {@code
 * lua/claim.lua}, and tries a claim again by its key if nobody knows what became of it. The script decides; this room
 * bounds what waits, and never sends a call a second time.
 */
package io.promopool.redis.claims;
