package io.promopool.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.promopool.pool.RowOutcome;
import io.promopool.upload.UploadListener;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts uploads and their rows. */
final class UploadMeters implements UploadListener {
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<RowOutcome.Accepted, Counter> accepted = new EnumMap<>(RowOutcome.Accepted.class);
    private final Counter rejected;
    private final Map<End, Counter> ended = new EnumMap<>(End.class);

    UploadMeters(MeterRegistry registry) {
        for (RowOutcome.Accepted outcome : RowOutcome.Accepted.values()) {
            accepted.put(outcome, rows(registry, outcome.name().toLowerCase(Locale.ROOT)));
        }
        rejected = rows(registry, "rejected");
        for (End end : End.values()) {
            ended.put(
                    end,
                    Counter.builder("promopool.uploads")
                            .description("Finished uploads by outcome")
                            .tag("outcome", end.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(registry));
        }
        Gauge.builder("promopool.uploads.under.way", underWay, AtomicInteger::get)
                .description("Uploads that are running now")
                .register(registry);
    }

    private static Counter rows(MeterRegistry registry, String outcome) {
        return Counter.builder("promopool.upload.rows")
                .description("Rows of uploads by outcome, without dry runs")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void began() {
        underWay.incrementAndGet();
    }

    @Override
    public void accepted(RowOutcome.Accepted outcome, long rows) {
        accepted.get(outcome).increment(rows);
    }

    @Override
    public void rejected(long rows) {
        rejected.increment(rows);
    }

    @Override
    public void ended(End end) {
        underWay.decrementAndGet();
        ended.get(end).increment();
    }
}
