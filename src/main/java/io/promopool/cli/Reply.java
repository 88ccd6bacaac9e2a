package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What the service answered.
 *
 * @param body empty where it is no JSON object, which then was not written by the service
 * @param retryAfter how long the service wants to be left alone
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

    /** Whether the same request may do better a little later. */
    boolean isRetryable() {
        return status == 429 || status == 503;
    }

    /** The other form that the header may have, a date, is not one that the service writes. */
    private static Optional<Duration> seconds(String header) {
        return header.matches("[0-9]{1," + MAX_WAIT_DIGITS + "}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
                : Optional.empty();
    }
}
