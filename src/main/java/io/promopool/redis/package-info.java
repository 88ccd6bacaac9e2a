/**
 * The pool in Redis. Only this room and the rooms below it use Redis.
 *
 * <p>This room guarantees that <em>added = available + claimed + retired + expired</em> for every type. All verbs
 * depend on this, so {@code lua/lib/ledger.lua} keeps the counters for all of them. The room knows nothing of HTTP or
 * of file formats.
 *
 * <ul>
 *   <li>{@code claims}: claims on their way to Redis and back;
 *   <li>{@code layout}: the names of the keys, and how their contents are encoded;
 *   <li>{@code connection}: the driver, the scripts, faults and health;
 *   <li>{@code recount}: compares counters and hints with the index, and corrects them;
 *   <li>{@code embedded}: the Redis that the service runs itself; knows nothing of codes.
 * </ul>
 *
 * <p>The path of a claim: {@link io.promopool.redis.RedisCodePool} → {@link io.promopool.redis.claims.ClaimBatcher} →
 * {@code lua/claim.lua}. The path of an upload: {@code RedisCodePool.load} → {@code lua/load.lua}. Both are described
 * in {@code docs/architecture.md}.
 */
package io.promopool.redis;
