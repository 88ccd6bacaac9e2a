package io.promopool.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.promopool.pool.ClaimOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts claims by type and outcome, and measures how long they take.
 *
 * <p>A type is any text that a caller chooses. Only the first {@value #MAX_TYPES} types that are known to exist get a
 * label of their own, until the service stops; all other types share one label.
 */
final class ClaimMeters {
    /** Each type has about 20 time series, here and in {@link StockGauges}. */
    static final int MAX_TYPES = 200;

    static final String OTHERS = "(others)";

    /** From a disk that flushes at once to a claim that waits for its whole timeout. */
    private static final Duration[] BUCKETS =
            Buckets.millis(0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);

    private final MeterRegistry registry;
    private final Timer latency;
    private final LongAdder waiting = new LongAdder();
    private final Map<String, Counter[]> countersByType = new ConcurrentHashMap<>();
    private final Counter[] others;
    private volatile boolean full;

    ClaimMeters(MeterRegistry registry) {
        this.registry = registry;
        this.others = counters(OTHERS);
        this.latency = Timer.builder("promopool.claim.latency")
                .description("Time from parsing a claim to its response; only claims that the storage answered")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Gauge.builder("promopool.claims.waiting", waiting, LongAdder::sum)
                .description("Claims that are waiting for their response")
                .register(registry);
    }

    private Counter[] counters(String type) {
        ClaimResult[] results = ClaimResult.values();
        Counter[] counters = new Counter[results.length];
        // All outcomes at once: if a series began with its first claim, Prometheus would not see that claim as an
        // increase.
        for (ClaimResult result : results) {
            counters[result.ordinal()] = Counter.builder("promopool.claims")
                    .description("Claims by type and outcome")
                    .tags("type", type, "outcome", result.label())
                    .register(registry);
        }
        return counters;
    }

    /** Claims were sent to the pool. */
    void asked(int claims) {
        waiting.add(claims);
    }

    /**
     * A claim was answered.
     *
     * @param nanos since the claim was sent to the pool
     */
    void answered(String type, ClaimOutcome outcome, long nanos) {
        waiting.decrement();
        latency.record(nanos, TimeUnit.NANOSECONDS);
        count(type, ClaimResult.of(outcome));
    }

    /** A claim failed. */
    void failed(String type, Throwable fault) {
        waiting.decrement();
        count(type, ClaimResult.of(fault));
    }

    private void count(String type, ClaimResult result) {
        Counter[] counters = countersByType.get(type);
        if (counters == null) {
            if (result.provesType()) {
                known(type);
            }
            counters = countersByType.getOrDefault(type, others);
        }
        counters[result.ordinal()].increment();
    }

    /** The type exists. It gets a label of its own unless the limit of labels is reached. */
    void known(String type) {
        if (!full && !type.equals(OTHERS) && !countersByType.containsKey(type)) {
            label(type);
        }
    }

    private synchronized void label(String type) {
        if (countersByType.size() < MAX_TYPES) {
            countersByType.computeIfAbsent(type, this::counters);
        }
        full = countersByType.size() == MAX_TYPES;
    }

    /** Whether the type has a label of its own. */
    boolean hasLabel(String type) {
        return countersByType.containsKey(type);
    }
}
