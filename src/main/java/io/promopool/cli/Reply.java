package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer of the service.
 *
 * @param body empty if it is not a JSON object; then the service did not write it
 * @param retryAfter how long to wait before the request is sent again
 */
record Reply(int status, Optional<ObjectNode> body, Optional<Duration> retryAfter) {
    private static final int MAX_WAIT_DIGITS = 6;

    static Reply of(HttpResponse<String> response) {
        return new Reply(
                response.statusCode(),
                Json.parse(response.body()),
                response.headers().firstValue("Retry-After").flatMap(Reply::seconds));
    }

    boolean isOk() {
        return status >= 200 && status < 300 && body.isPresent();
    }

    /** Whether the same request might succeed a little later. */
    boolean isRetryable() {
        return status == 429 || status == 503;
    }

    /** The header can also hold a date, but the service never writes one. */
    private static Optional<Duration> seconds(String header) {
        return header.matches("[0-9]{1," + MAX_WAIT_DIGITS + "}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
                : Optional.empty();
    }
}
