package io.promopool.bench;

import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param seconds from the first request to the last answer
 * @param latenciesNanos of every answer; in an open loop counted from the moment that the request was planned for, so
 *     that a request which had to wait for a free connection has waited
 */
record LoadResult(long answers, double seconds, Histogram latenciesNanos) {

    double perSecond() {
        return answers / seconds;
    }

    double latencyMillis(double percentile) {
        return latenciesNanos.getValueAtPercentile(percentile) / 1e6;
    }
}
