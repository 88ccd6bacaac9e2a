package io.promopool.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What time it is on Redis's clock, from samples of it. Deadlines are given in that time, so that a script can tell that
 * its caller has gone, whatever the two machines' clocks say.
 */
final class RedisTime {
    /** A sample that took longer says too little, once there is one. */
    private static final long MAX_ROUND_TRIP_MILLIS = 100;

    private volatile Long offsetMillis;

    /**
     * Takes a sample.
     *
     * @param redisMillis what Redis said, some time between the two readings of {@link System#nanoTime()}
     */
    void sampled(long redisMillis, long beforeNanos, long afterNanos) {
        long before = TimeUnit.NANOSECONDS.toMillis(beforeNanos);
        long after = TimeUnit.NANOSECONDS.toMillis(afterNanos);
        if (offsetMillis == null || after - before <= MAX_ROUND_TRIP_MILLIS) {
            offsetMillis = redisMillis - (before + after) / 2;
        }
    }

    /** The epoch milliseconds that Redis's clock shows after {@code wait}. */
    String deadlineAfter(Duration wait) {
        Long offset = offsetMillis;
        if (offset == null) {
            throw new IllegalStateException("Redis's clock was not asked yet");
        }
        return Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + offset + wait.toMillis());
    }
}
