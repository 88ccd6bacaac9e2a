package io.promopool.http;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the API listens, and its bounds.
 *
 * @param host the name or address to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param maxUploads how many uploads run at once, at least 1; one more is answered 429
 * @param stopTimeout how long a stop waits for running requests; positive
 */
public record HttpSettings(String host, int port, int maxUploads, Duration stopTimeout) {
    private static final int MAX_PORT = 65_535;

    public HttpSettings {
        Objects.requireNonNull(host);
        if (host.isBlank()) {
            throw new IllegalArgumentException("the HTTP host is empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("the HTTP port is " + port + "; it takes 0 to " + MAX_PORT);
        }
        if (maxUploads < 1) {
            throw new IllegalArgumentException("the uploads at once are " + maxUploads + "; it takes at least 1");
        }
        if (stopTimeout.isNegative() || stopTimeout.isZero()) {
            throw new IllegalArgumentException("the HTTP stop timeout is " + stopTimeout + "; it must be positive");
        }
    }
}
