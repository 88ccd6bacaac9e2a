package io.promopool.redis;

import io.promopool.pool.StorageException;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.ServerCheck;
import io.promopool.redis.connection.ServerInfo;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say of a Redis before anybody relies on it. Changes nothing in it.
 *
 * @param version of Redis
 * @param warnings settings that are weaker than what Promopool promises, a sentence each
 * @param unready why claims can't be served now, clocks that differ among it
 * @param usedMemoryBytes by its data and its buffers
 * @param maxMemoryBytes 0 = as much as there is
 */
public record Checkup(
        String version, List<String> warnings, Optional<String> unready, long usedMemoryBytes, long maxMemoryBytes) {

    /**
     * @param url where Redis is, whatever the settings say
     * @throws StorageException where it can't be reached
     * @throws IllegalStateException where it is too old
     */
    public static Checkup of(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis =
                RedisConnector.connect(url, settings.redis().timeout(), settings.durability(), RedisListener.NONE)) {
            RedisHealth health = new RedisHealth(redis, settings.durability(), clock);
            List<String> warnings = ServerCheck.warnings(redis.reads(), settings.durability());
            health.check();
            ServerInfo info = ServerInfo.of(redis.reads());
            return new Checkup(
                    info.version(),
                    warnings,
                    health.unreadyReason(),
                    info.number("used_memory"),
                    info.number("maxmemory"));
        }
    }
}
