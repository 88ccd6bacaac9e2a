/**
 * All that speaks Redis: the keys, the scripts, the connections, the embedded server.
 *
 * <p>This room owns the invariant <em>added = available + claimed + retired + expired</em>, because it spans all verbs;
 * {@code lua/lib/ledger.lua} is where it is kept. Every fault of Redis is turned into a {@link
 * io.promopool.pool.StorageException} here, once, in {@link io.promopool.redis.connection.Faults}. It knows nothing of HTTP nor of
 * file formats.
 *
 * <p>The way of a claim: {@link io.promopool.redis.RedisCodePool} → {@link io.promopool.redis.claims.ClaimBatcher} → {@code
 * lua/claim.lua}. Rows: {@code RedisCodePool.load} → {@code lua/load.lua}.
 */
package io.promopool.redis;
