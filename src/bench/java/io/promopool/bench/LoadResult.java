package io.promopool.bench;

import org.HdrHistogram.Histogram;

/**
 * The result of a load.
 *
 * @param seconds from the first request to the last response
 * @param latenciesNanos one for each response; in an open loop counted from the planned moment of the request, so that
 *     waiting for a free connection counts
 */
record LoadResult(long answers, double seconds, Histogram latenciesNanos) {

    double perSecond() {
        return answers / seconds;
    }

    double latencyMillis(double percentile) {
        return latenciesNanos.getValueAtPercentile(percentile) / 1e6;
    }
}
