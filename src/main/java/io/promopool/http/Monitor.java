package io.promopool.http;

import io.promopool.http.jetty.HttpListener;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * For those who run the service.
 *
 * @param unreadyReason why the service cannot serve claims now, for a person; empty while it is ready. Called for every
 *     readiness check, so it returns fast
 * @param metrics what Prometheus asks for
 * @param answers hears of every answer
 */
public record Monitor(Supplier<Optional<String>> unreadyReason, MetricsPage metrics, HttpListener answers) {
    public Monitor {
        Objects.requireNonNull(unreadyReason);
        Objects.requireNonNull(metrics);
        Objects.requireNonNull(answers);
    }
}
