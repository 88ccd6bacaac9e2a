package io.promopool.redis;

import java.time.Duration;

/**
 * How claims are sent.
 *
 * @param timeout the whole time of a claim, asking again after an unknown outcome included
 * @param maxWaiting how many claims may be unanswered at once; more are refused
 * @param batchSize how many claims one script call serves
 */
public record ClaimSettings(Duration timeout, int maxWaiting, int batchSize) {
    public ClaimSettings {
        if (timeout.toMillis() < 100 || timeout.toSeconds() > 60) {
            throw new IllegalArgumentException("timeout takes 100ms to 60s");
        }
        if (maxWaiting < 1 || maxWaiting > 1_000_000) {
            throw new IllegalArgumentException("max-waiting takes 1 to 1000000");
        }
        if (batchSize < 1 || batchSize > 256) {
            throw new IllegalArgumentException("batch-size takes 1 to 256");
        }
    }
}
