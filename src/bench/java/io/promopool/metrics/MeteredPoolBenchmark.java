package io.promopool.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.promopool.http.jetty.HttpListener.Call;
import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of counting and timing a claim: the difference between the first two benchmarks. The third measures the cost
 * for the response.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class MeteredPoolBenchmark {
    private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private static final ClaimMeters METERS = new ClaimMeters(REGISTRY);
    private static final HttpMeters HTTP = new HttpMeters(REGISTRY);

    private final ClaimOutcome claimed = new ClaimOutcome.Claimed(
            new Claim("k", "C", new Lot("birthday", 10, Expiration.NEVER), Instant.EPOCH), false);
    private List<CompletableFuture<ClaimOutcome>> asked;
    private long sink;

    private final CodePool bare = (CodePool) Proxy.newProxyInstance(
            CodePool.class.getClassLoader(), new Class<?>[] {CodePool.class}, (proxy, method, arguments) -> asked);
    private final CodePool metered = new MeteredPool(bare, METERS);

    @Benchmark
    public long bare() {
        return claim(bare);
    }

    @Benchmark
    public long metered() {
        return claim(metered);
    }

    /** The strings of a request are new each time, so that no cached hash helps. */
    private long claim(CodePool pool) {
        asked = List.of(new CompletableFuture<>());
        String type = new String(new char[] {'b', 'i', 'r', 't', 'h', 'd', 'a', 'y'});
        List<ClaimRequest> requests = List.of(new ClaimRequest(new CodeFilter(type, OptionalInt.of(10), 7), "k"));
        pool.claim(requests).get(0).whenComplete((outcome, fault) -> sink++);
        asked.get(0).complete(claimed);
        return sink;
    }

    @Benchmark
    public void answered() {
        HTTP.answered(Call.CLAIM, 201);
    }
}
