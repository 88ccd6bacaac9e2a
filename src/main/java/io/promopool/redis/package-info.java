/**
 * The pool over Redis: the only room that speaks Redis, with the rooms inside it.
 *
 * <p>This room owns the invariant <em>added = available + claimed + retired + expired</em>, because it spans all verbs;
 * {@code lua/lib/ledger.lua} keeps it. It knows nothing of HTTP or of file formats.
 *
 * <ul>
 *   <li>{@code claims}: claims on their way to Redis and back;
 *   <li>{@code layout}: the names of the keys, and how their contents are spelled;
 *   <li>{@code connection}: the driver, the scripts, faults and health;
 *   <li>{@code recount}: compares counters and hints with the index, and corrects them;
 *   <li>{@code embedded}: a Redis of the service's own, which knows nothing of codes.
 * </ul>
 *
 * <p>The way of a claim: {@link io.promopool.redis.RedisCodePool} → {@link io.promopool.redis.claims.ClaimBatcher} →
 * {@code lua/claim.lua}. Rows: {@code RedisCodePool.load} → {@code lua/load.lua}.
 */
package io.promopool.redis;
