package io.promopool.http;

import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.upload.Uploader;
import java.time.Clock;
import java.util.Objects;

/**
 * What the API stands on.
 *
 * @param dates how dates are read from parameters and printed in answers
 */
public record HttpBackend(CodePool pool, Uploader uploader, ExpirationFormat dates, Readiness readiness, Clock clock) {
    public HttpBackend {
        Objects.requireNonNull(pool);
        Objects.requireNonNull(uploader);
        Objects.requireNonNull(dates);
        Objects.requireNonNull(readiness);
        Objects.requireNonNull(clock);
    }

    HttpBackend withReadiness(Readiness other) {
        return new HttpBackend(pool, uploader, dates, other, clock);
    }
}
