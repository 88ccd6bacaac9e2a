package io.promopool.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.promopool.redis.connection.RedisListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Measures calls to Redis, and counts the calls that failed. */
final class RedisMeters implements RedisListener {
    private static final Duration[] BUCKETS =
            Buckets.millis(0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000);

    private static final double[] BATCH_BUCKETS = {1, 2, 4, 8, 16, 32, 64, 128, 256};

    private record Call(Timer answered, Counter failed) {}

    private final MeterRegistry registry;
    private final DistributionSummary batches;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    RedisMeters(MeterRegistry registry) {
        this.registry = registry;
        this.batches = DistributionSummary.builder("promopool.claim.batch.size")
                .description("Claims that went to Redis in one call")
                .serviceLevelObjectives(BATCH_BUCKETS)
                .register(registry);
        call("claim");
    }

    @Override
    public void claimsSent(int claims) {
        batches.record(claims);
    }

    @Override
    public void answered(String call, long nanos) {
        call(call).answered().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(String call) {
        call(call).failed().increment();
    }

    private Call call(String name) {
        Call known = calls.get(name);
        return known == null ? calls.computeIfAbsent(name, this::register) : known;
    }

    private Call register(String name) {
        Timer answered = Timer.builder("promopool.redis.call")
                .description("Round-trip time of a call to Redis, including the wait for replicas")
                .tag("call", name)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Counter failed = Counter.builder("promopool.redis.call.failures")
                .description("Calls to Redis that were refused, got an error, or got no answer in time")
                .tag("call", name)
                .register(registry);
        return new Call(answered, failed);
    }
}
