package io.promopool.http;

import io.promopool.http.jetty.HttpListener;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What lets operators observe the service: readiness, metrics, and a listener for answers.
 *
 * @param unreadyReason why the service cannot serve claims now, for a person; empty while it is ready. Called for every
 *     readiness check, so it must return fast
 * @param metrics the content of {@code /metrics}
 * @param answers is called for every answer
 */
public record Monitor(Supplier<Optional<String>> unreadyReason, MetricsPage metrics, HttpListener answers) {
    public Monitor {
        Objects.requireNonNull(unreadyReason);
        Objects.requireNonNull(metrics);
        Objects.requireNonNull(answers);
    }
}
