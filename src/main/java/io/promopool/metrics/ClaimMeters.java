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
 * Counts claims by type and outcome, and times them.
 *
 * <p>A type is any text, and callers may name any. Only the first {@value #MAX_TYPES} that are known to exist have a label
 * of their own, for as long as the service runs; all others share one.
 */
final class ClaimMeters {
    /** Each type has some 20 series here and among the {@link StockGauges}. */
    static final int MAX_TYPES = 200;

    static final String OTHERS = "(others)";

    /** From a disk that flushes at once to the claim that waits for its whole time. */
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
                .description("From a claim that was read to its answer, of claims that the storage answered")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Gauge.builder("promopool.claims.waiting", waiting, LongAdder::sum)
                .description("Claims that wait for their answers")
                .register(registry);
    }

    private Counter[] counters(String type) {
        ClaimResult[] results = ClaimResult.values();
        Counter[] counters = new Counter[results.length];
        // All of them at once: of a series that begins with its first claim, Prometheus never sees that claim as an
        // increase.
        for (ClaimResult result : results) {
            counters[result.ordinal()] = Counter.builder("promopool.claims")
                    .description("Claims by how they ended")
                    .tags("type", type, "outcome", result.label())
                    .register(registry);
        }
        return counters;
    }

    void asked(int claims) {
        waiting.add(claims);
    }

    /** @param nanos since the claim was asked for */
    void answered(String type, ClaimOutcome outcome, long nanos) {
        waiting.decrement();
        latency.record(nanos, TimeUnit.NANOSECONDS);
        count(type, ClaimResult.of(outcome));
    }

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

    /** That there is such a type. It gets a label of its own where one is left. */
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

    boolean hasLabel(String type) {
        return countersByType.containsKey(type);
    }
}
