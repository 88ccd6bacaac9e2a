package io.promopool.http;

import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.upload.Uploader;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that the API calls.
 *
 * @param dates how dates are read from parameters and printed in answers
 */
public record HttpBackend(
        CodePool pool, Uploader uploader, AlertBackend alerts, ExpirationFormat dates, Monitor monitor) {
    public HttpBackend {
        Objects.requireNonNull(pool);
        Objects.requireNonNull(uploader);
        Objects.requireNonNull(alerts);
        Objects.requireNonNull(dates);
        Objects.requireNonNull(monitor);
    }

    HttpBackend withUnreadyReason(Supplier<Optional<String>> other) {
        return new HttpBackend(pool, uploader, alerts, dates, new Monitor(other, monitor.metrics(), monitor.answers()));
    }
}
