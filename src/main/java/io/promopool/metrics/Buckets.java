package io.promopool.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;

/** The upper bounds of a histogram's buckets. */
final class Buckets {
    private static final double NANOS_PER_MILLI = 1e6;

    private Buckets() {}

    static Duration[] millis(double... ends) {
        return DoubleStream.of(ends)
                .mapToObj(millis -> Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI)))
                .toArray(Duration[]::new);
    }
}
