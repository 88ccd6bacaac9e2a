package io.promopool.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where Redis is and how to use it.
 *
 * @param url {@code redis://}, {@code rediss://}, {@code redis-socket://} or {@code redis-sentinel://}; absent = embedded
 * @param prefix what all keys begin with
 * @param timeout how long one call to Redis may take
 * @param buckets over how many hashes codes and claims are spread; set at the first start, a power of two
 */
public record RedisSettings(Optional<String> url, String prefix, Duration timeout, int buckets) {
    public RedisSettings {
        Objects.requireNonNull(url);
        if (!prefix.matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("prefix takes 1 to 32 letters, digits, _ and -");
        }
        if (timeout.toMillis() < 100 || timeout.toSeconds() > 60) {
            throw new IllegalArgumentException("timeout takes 100ms to 60s");
        }
        if (buckets < 1_024 || buckets > 16_777_216 || Integer.bitCount(buckets) != 1) {
            throw new IllegalArgumentException("buckets takes a power of two from 1024 to 16777216");
        }
    }
}
