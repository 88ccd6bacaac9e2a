package io.promopool.redis;

import io.promopool.pool.StorageException;
import io.promopool.redis.connection.PoolIdentity;
import io.promopool.redis.connection.PoolWatch;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.ServerCheck;
import io.promopool.redis.connection.ServerInfo;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The findings of a check of a Redis. The check changes nothing.
 *
 * @param version of Redis
 * @param warnings one sentence for each setting that is weaker than Promopool's guarantees need
 * @param pool the id of the pool; empty if there is none yet, or another than a start would take
 * @param poolFault why a start would not take what Redis holds; empty if it would
 * @param unready why claims can't be served now, for example because the clocks differ; empty if they can
 * @param usedMemoryBytes memory that Redis uses for data and buffers
 * @param maxMemoryBytes the limit of that memory; 0 means that no limit is set
 */
public record Checkup(
        String version,
        List<String> warnings,
        Optional<String> pool,
        Optional<String> poolFault,
        Optional<String> unready,
        long usedMemoryBytes,
        long maxMemoryBytes) {

    /**
     * Connects to a Redis, checks it, and disconnects.
     *
     * @param url of the Redis; takes the place of the one in the settings
     * @throws StorageException if Redis is unreachable
     * @throws IllegalStateException if Redis is too old, or runs in cluster mode
     */
    public static Checkup of(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis = settings.connect(url)) {
            ServerCheck.requireSupported(redis.watch());
            RedisHealth health = new RedisHealth(
                    redis, settings.durability(), clock, settings.pool().maxClockDifference());
            // The clocks are judged by two samples.
            health.sampleTime();
            Optional<String> fault = Optional.empty();
            Optional<String> pool = Optional.empty();
            try {
                pool = pool(redis, settings);
            } catch (IllegalStateException e) {
                fault = Optional.of(e.getMessage());
            }
            new PoolWatch(redis, clock).check();
            health.check();
            ServerInfo info = ServerInfo.of(redis.watch());
            return new Checkup(
                    info.version(),
                    health.findings(),
                    pool,
                    fault,
                    health.unreadyReason(),
                    info.number("used_memory"),
                    info.number("maxmemory"));
        }
    }

    private static Optional<String> pool(RedisConnector redis, StorageSettings settings) {
        Keys keys = Keys.of(settings.redis());
        return settings.pool().choice().mayCreate() && Layout.isEmpty(redis, keys)
                ? Optional.empty()
                : Optional.of(Layout.existing(redis, keys, settings.zone(), settings.pool()))
                        .map(PoolIdentity::id);
    }
}
