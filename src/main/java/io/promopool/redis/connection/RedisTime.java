package io.promopool.redis.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What time it is on Redis's clock, from samples of it. Deadlines are given in that time, so that a script can tell
 * that its caller has gone, whatever the two machines' clocks say.
 */
public final class RedisTime {
    private volatile Long offsetMillis;
    private long lastErrorMillis;

    /**
     * Takes a sample.
     *
     * @param redisMillis what Redis said, some time between the two readings of {@link System#nanoTime()}
     */
    synchronized void sampled(long redisMillis, long beforeNanos, long afterNanos) {
        long before = TimeUnit.NANOSECONDS.toMillis(beforeNanos);
        long after = TimeUnit.NANOSECONDS.toMillis(afterNanos);
        long sample = redisMillis - (before + after) / 2;
        long error = after - before;
        Long known = offsetMillis;
        // A sample that took long says little, but it may say that what is known is wrong.
        if (known == null || error <= lastErrorMillis || Math.abs(sample - known) > error) {
            offsetMillis = sample;
            lastErrorMillis = error;
        } else {
            // Clocks drift: what was exact once grows less so.
            lastErrorMillis++;
        }
    }

    /** The epoch milliseconds that Redis's clock shows after {@code wait}. */
    public String deadlineAfter(Duration wait) {
        Long offset = offsetMillis;
        if (offset == null) {
            throw new IllegalStateException("Redis's clock was not asked yet");
        }
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + offset + wait.toMillis());
    }
}
