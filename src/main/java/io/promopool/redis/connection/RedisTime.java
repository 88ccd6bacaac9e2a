package io.promopool.redis.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Estimates Redis's clock from samples. Deadlines are sent in Redis's time, so a script can detect that its caller has
 * stopped waiting, even if the clocks of the two machines differ. Safe for any number of threads.
 */
public final class RedisTime {
    private volatile Long offsetMillis;
    private long lastErrorMillis;

    /**
     * Takes a sample.
     *
     * @param redisMillis Redis's time, in epoch milliseconds, at some moment between the next two
     * @param beforeNanos {@link System#nanoTime()} before Redis was asked
     * @param afterNanos {@link System#nanoTime()} after it answered
     */
    synchronized void sampled(long redisMillis, long beforeNanos, long afterNanos) {
        long before = TimeUnit.NANOSECONDS.toMillis(beforeNanos);
        long after = TimeUnit.NANOSECONDS.toMillis(afterNanos);
        long sample = redisMillis - (before + after) / 2;
        long error = after - before;
        Long known = offsetMillis;
        // A slow sample is inexact. It replaces a better one only if it proves that one wrong.
        if (known == null || error <= lastErrorMillis || Math.abs(sample - known) > error) {
            offsetMillis = sample;
            lastErrorMillis = error;
        } else {
            // Clocks drift apart, so an old sample becomes less exact.
            lastErrorMillis++;
        }
    }

    /**
     * Returns what Redis's clock will show after {@code wait}, in epoch milliseconds.
     *
     * @throws IllegalStateException if there is no sample yet
     */
    public String deadlineAfter(Duration wait) {
        Long offset = offsetMillis;
        if (offset == null) {
            throw new IllegalStateException("Redis's clock was not sampled yet");
        }
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + offset + wait.toMillis());
    }
}
