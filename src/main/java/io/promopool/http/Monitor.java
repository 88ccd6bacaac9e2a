package io.promopool.http;

import io.promopool.http.jetty.HttpListener;
import java.util.Objects;

/**
 * For those who run the service.
 *
 * @param readiness asked by those who route requests to it
 * @param metrics what Prometheus asks for
 * @param answers hears of every answer
 */
public record Monitor(Readiness readiness, MetricsPage metrics, HttpListener answers) {
    public Monitor {
        Objects.requireNonNull(readiness);
        Objects.requireNonNull(metrics);
        Objects.requireNonNull(answers);
    }
}
