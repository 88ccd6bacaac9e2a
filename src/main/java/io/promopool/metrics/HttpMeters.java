package io.promopool.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.promopool.http.jetty.HttpListener;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Counts responses by call and by status. */
final class HttpMeters implements HttpListener {
    private static final int STATUSES = 600;

    private final MeterRegistry registry;
    private final AtomicReferenceArray<Counter> counters = new AtomicReferenceArray<>(Call.values().length * STATUSES);

    private final Counter unauthenticated;

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
        this.unauthenticated = Counter.builder("promopool.http.unauthenticated")
                .description("Requests that were refused because they had no valid API key")
                .register(registry);
    }

    @Override
    public void unauthenticated() {
        unauthenticated.increment();
    }

    @Override
    public void answered(Call call, int status) {
        int at = call.ordinal() * STATUSES + status;
        Counter counter = counters.get(at);
        if (counter == null) {
            counter = register(call, status); // the registry returns the same counter to every thread
            counters.set(at, counter);
        }
        counter.increment();
    }

    private Counter register(Call call, int status) {
        return Counter.builder("promopool.http.answers")
                .description("Responses of the API by call and by HTTP status")
                .tags(
                        "call",
                        call.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "status",
                        Integer.toString(status))
                .register(registry);
    }
}
