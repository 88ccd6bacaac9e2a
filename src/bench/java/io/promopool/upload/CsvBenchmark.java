package io.promopool.upload;

import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.LoadMode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.UploadReport;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

/** The cost of a row of CSV, from its bytes to its chunk: decoding, parsing, validation. No Redis. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CsvBenchmark {
    private static final int ROWS = 10_000;

    private final Uploader uploader = new Uploader(
            noPool(),
            new ExpirationFormat(ZoneOffset.UTC),
            new UploadLimits(Integer.MAX_VALUE, 65_536),
            UploadListener.NONE);
    private final byte[] full = csv("code,type,discount,expirationDate", "PP%010d,birthday,10,2090-01-01T00:00");
    private final byte[] quoted = csv(
            "code;type;discount;expirationDate;inUse",
            "\"PP%010d\";\"чорна п’ятниця\";\"10\";\"2090-01-01T00:00\";\"false\"");

    /** Nanoseconds per row, with the columns that most files have. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public UploadReport row() throws UploadFailure {
        return upload(full);
    }

    /** Nanoseconds per row, as a spreadsheet writes it: quotes, semicolons, a type that is not ASCII. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public UploadReport quotedRow() throws UploadFailure {
        return upload(quoted);
    }

    private UploadReport upload(byte[] csv) throws UploadFailure {
        UploadReport report = uploader.upload(new UploadRequest(
                new ByteArrayInputStream(csv),
                Optional.of("text/csv"),
                Optional.empty(),
                RowDefaults.NONE,
                new LoadMode(false, false)));
        if (report.added() != ROWS) {
            throw new IllegalStateException("rows were rejected: " + report);
        }
        return report;
    }

    private static byte[] csv(String header, String row) {
        StringBuilder csv = new StringBuilder(header).append('\n');
        for (int i = 0; i < ROWS; i++) {
            csv.append(row.formatted(i)).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Accepts every row at once, and supports nothing else. */
    private static CodePool noPool() {
        return (CodePool) Proxy.newProxyInstance(
                CodePool.class.getClassLoader(),
                new Class<?>[] {CodePool.class},
                (proxy, method, arguments) -> CompletableFuture.completedFuture(
                        Collections.nCopies(((List<?>) arguments[0]).size(), RowOutcome.Accepted.ADDED)));
    }
}
