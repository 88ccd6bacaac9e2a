package io.promopool.redis;

import java.time.ZoneId;

/**
 * All that the pool in Redis is set up with.
 *
 * @param zone in which dates without an offset were and are read
 */
public record StorageSettings(RedisSettings redis, Durability durability, ClaimSettings claims, ZoneId zone) {}
