package io.promopool.redis;

import io.promopool.pool.StorageException;
import io.promopool.redis.connection.LatestTime;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.PoolIdentity;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a person must decide if the pool has seen a time that lies ahead.
 *
 * @param url of the Redis; takes the place of the one in the settings
 * @param pool the pool in Redis
 * @param latest the latest time that the pool has seen; empty if it has seen none yet
 * @param now the present time, on which this machine and Redis agree
 */
public record ClockReview(
        String url, StorageSettings settings, PoolIdentity pool, Optional<Instant> latest, Instant now) {
    /**
     * Reads both times. Changes nothing.
     *
     * @throws StorageException if Redis is unreachable or fails
     * @throws IllegalStateException if Redis does not hold the pool, was set up with other settings, or if its clock
     *     and this machine's differ
     */
    public static ClockReview of(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis = settings.connect(url)) {
            Keys keys = Keys.of(settings.redis());
            PoolIdentity pool = Layout.existing(redis, keys, settings.zone(), settings.pool());
            RedisHealth health = new RedisHealth(
                    redis, settings.durability(), clock, settings.pool().maxClockDifference());
            health.sampleTime();
            Instant now = health.agreedTime()
                    .orElseThrow(() -> new IllegalStateException(
                            "the clocks of this machine and of Redis differ; correct the one that is wrong first"));
            String latest = redis.watch().read(commands -> commands.hget(keys.meta(), "latest"));
            return new ClockReview(
                    url,
                    settings,
                    pool,
                    Optional.ofNullable(latest).map(Long::parseLong).map(Instant::ofEpochSecond),
                    Instant.ofEpochSecond(now.getEpochSecond()));
        }
    }

    /** Returns whether services with the present time are refused. */
    public boolean isAhead() {
        return latest.filter(seen -> now.isBefore(seen.minus(LatestTime.MAX_BEHIND)))
                .isPresent();
    }

    /** Returns both times, in a sentence. */
    public String description() {
        return latest.map(seen ->
                        "The latest time that the pool has seen is %s; the present time is %s.".formatted(seen, now))
                .orElse("The pool has seen no time yet.");
    }

    /**
     * Makes the present time the latest that the pool has seen: all services go on with it.
     *
     * @return false if Redis says something else than this review by now
     * @throws StorageException if Redis fails; a retry is safe
     */
    public boolean accept() {
        try (RedisConnector redis = settings.connect(url)) {
            List<String> args = List.of(
                    pool.id(),
                    Long.toString(latest.orElseThrow().getEpochSecond()),
                    Long.toString(now.getEpochSecond()));
            return redis.writes()
                    .call(LuaScript.ACCEPT_CLOCK, Keys.of(settings.redis()).meta(), args)
                    .equals(List.of(1L));
        }
    }
}
