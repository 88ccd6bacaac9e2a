package io.promopool.redis.claims;

import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.redis.layout.Keys;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The cost of turning a claim into arguments of claim.lua. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ClaimArgumentsBenchmark {
    private static final int CLAIMS = 64;

    private final ClaimScript script = new ClaimScript(new Keys("pp", 0, 65_536));
    private final List<ClaimRequest> claims = IntStream.range(0, CLAIMS)
            .mapToObj("send-%031d"::formatted)
            .map(key -> new ClaimRequest(new CodeFilter("birthday", OptionalInt.of(10), 7), key))
            .toList();

    /** Nanoseconds per claim, in a batch of 64 of the same type and discount. */
    @Benchmark
    @OperationsPerInvocation(CLAIMS)
    public Object claim() {
        return script.arguments(claims, Instant.EPOCH, "0");
    }
}
