package io.promopool.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.promopool.http.jetty.HttpListener;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Counts answers by what was called and by status. */
final class HttpMeters implements HttpListener {
    private static final int STATUSES = 600;

    private final MeterRegistry registry;
    private final AtomicReferenceArray<Counter> counters = new AtomicReferenceArray<>(Call.values().length * STATUSES);

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(Call call, int status) {
        int at = call.ordinal() * STATUSES + status;
        Counter counter = counters.get(at);
        if (counter == null) {
            counter = register(call, status); // the same one, whoever comes first
            counters.set(at, counter);
        }
        counter.increment();
    }

    private Counter register(Call call, int status) {
        return Counter.builder("promopool.http.answers")
                .description("Answers of the API by what was called and by status")
                .tags(
                        "call",
                        call.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "status",
                        Integer.toString(status))
                .register(registry);
    }
}
