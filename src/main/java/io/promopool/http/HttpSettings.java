package io.promopool.http;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the service listens, and its limits.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 means any free port
 * @param allowedHosts names under which browsers reach the service, besides its own
 * @param maxUploads how many uploads can run at the same time, 1 to 64
 * @param maxConnections how many connections can be open at the same time, 16 to 65,536
 * @param stopTimeout how long a stop waits for requests in flight; more than 0, at most 10 minutes
 */
public record HttpSettings(
        String host, int port, AllowedHosts allowedHosts, int maxUploads, int maxConnections, Duration stopTimeout) {
    private static final Duration MAX_STOP_TIMEOUT = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException if a value is out of bounds; the message says what is allowed */
    public HttpSettings {
        Objects.requireNonNull(allowedHosts);
        Objects.requireNonNull(stopTimeout);
        if (host.isBlank() || !host.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("must be a host name or an IP address, such as 127.0.0.1 or 0.0.0.0");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("must be a port from 0 to 65535 (0: any free port)");
        }
        if (maxUploads < 1 || maxUploads > 64) {
            throw new IllegalArgumentException("must be a whole number from 1 to 64");
        }
        if (maxConnections < 16 || maxConnections > 65_536) {
            throw new IllegalArgumentException("must be a whole number from 16 to 65536");
        }
        if (stopTimeout.isNegative() || stopTimeout.isZero() || stopTimeout.compareTo(MAX_STOP_TIMEOUT) > 0) {
            throw new IllegalArgumentException("must be a duration of more than 0s, up to 10m");
        }
    }
}
