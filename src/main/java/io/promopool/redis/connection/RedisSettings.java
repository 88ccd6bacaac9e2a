package io.promopool.redis.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which Redis holds the codes, and how it is used.
 *
 * @param url of the Redis; absent for the embedded one. Can contain a password
 * @param prefix of every key, 1 to 32 of {@code A-Z a-z 0-9 _ -}
 * @param timeout of one call to Redis, 100 ms to 60 s
 * @param buckets number of hashes that codes and claims are spread over: a power of 16, from 256 to 16,777,216. It
 *     can't be changed once Redis holds codes
 */
public record RedisSettings(Optional<String> url, String prefix, Duration timeout, int buckets) {
    /** Powers of 16, because the name of a bucket is a whole number of hexadecimal digits. */
    private static final Set<Integer> BUCKETS = Set.of(256, 4_096, 65_536, 1_048_576, 16_777_216);

    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "redis-socket", "redis-sentinel");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    /**
     * @throws IllegalArgumentException if a value is out of bounds. The message says which values are allowed, and does
     *     not contain the URL
     */
    public RedisSettings {
        url.ifPresent(RedisSettings::checkUrl);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("must be 1 to 32 letters A-Z a-z, digits, _ and -");
        }
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("must be a duration from 100ms to 60s");
        }
        if (!BUCKETS.contains(buckets)) {
            throw new IllegalArgumentException("must be 256, 4096, 65536, 1048576 or 16777216");
        }
    }

    private static void checkUrl(String url) {
        String scheme;
        try {
            scheme = new URI(url).getScheme();
        } catch (URISyntaxException e) {
            // The exception is not passed on, because its message contains the URL, and possibly a password.
            throw new IllegalArgumentException(
                    "is not a valid URL (error at position " + e.getIndex() + "); percent-encode special characters");
        }
        if (scheme == null || !SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException(
                    "must be a URL that begins with redis://, rediss://, redis-socket:// or redis-sentinel://");
        }
    }

    /** Leaves out the URL, which might contain a password. */
    @Override
    public String toString() {
        return "RedisSettings[url=%s, prefix=%s, timeout=%s, buckets=%d]"
                .formatted(url.isPresent() ? "(not shown)" : "(embedded)", prefix, timeout, buckets);
    }
}
