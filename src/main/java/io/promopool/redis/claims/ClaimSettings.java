package io.promopool.redis.claims;

import java.time.Duration;

/**
 * How claims are sent to Redis.
 *
 * @param timeout how long a claim may be sent and retried, 100 ms to 60 s. A last call that was sent within it can
 *     still take its own timeout
 * @param maxWaiting how many claims may be unanswered at the same time, 1 to 1,000,000; more are refused
 * @param batchSize at most this many claims are sent in one call, 1 to 256
 */
public record ClaimSettings(Duration timeout, int maxWaiting, int batchSize) {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    /** @throws IllegalArgumentException if a value is out of bounds; the message says which values are allowed */
    public ClaimSettings {
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("must be a duration from 100ms to 60s");
        }
        if (maxWaiting < 1 || maxWaiting > 1_000_000) {
            throw new IllegalArgumentException("must be a whole number from 1 to 1000000");
        }
        if (batchSize < 1 || batchSize > 256) {
            throw new IllegalArgumentException("must be a whole number from 1 to 256");
        }
    }
}
