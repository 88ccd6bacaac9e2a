package io.promopool.redis;

import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.RedisSettings;
import java.time.ZoneId;

/**
 * All that the pool in Redis is set up with.
 *
 * @param zone in which dates without an offset were and are read
 */
public record StorageSettings(RedisSettings redis, Durability durability, ClaimSettings claims, ZoneId zone) {}
