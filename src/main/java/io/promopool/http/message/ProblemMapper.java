package io.promopool.http.message;

import io.javalin.http.HttpResponseException;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns exceptions and HTTP error statuses into problems. An unexpected exception is logged, and its problem has no
 * details of it.
 */
public final class ProblemMapper {
    /**
     * Limit in bytes for the URL and the headers together: enough for three of the longest types, percent-encoded, and
     * some cookies. The server enforces it. It is defined here because a problem names it.
     */
    public static final int MAX_HEADER_BYTES = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private ProblemMapper() {}

    /** Returns the problem for a failure, whose causes are searched if it only wraps another one. Does not throw. */
    public static Problem problemOf(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof InvalidFieldException invalid) {
            return Problem.ofField(invalid.field(), invalid.reason());
        }
        if (failure instanceof StorageException storage) {
            return storageProblem(storage);
        }
        if (failure instanceof OverloadedException) {
            return overloaded();
        }
        if (failure instanceof HttpResponseException refused) {
            return ofStatus(refused.getStatus(), "");
        }
        if (failure instanceof HttpException broken) {
            return ofStatus(broken.getCode(), "");
        }
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            // All I/O in http is with the caller, whose connection has failed and who will hardly receive this.
            return Problem.of(ProblemType.INVALID_REQUEST, "The connection ended before the request was complete.");
        }
        if (failure instanceof CompletionException || failure instanceof ExecutionException) {
            return failure.getCause() == null ? internal(failure) : problemOf(failure.getCause());
        }
        return internal(failure);
    }

    /** A request that exceeds a limit of the service, to be retried after a second. */
    public static Problem tooMany(String detail) {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, detail).withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** For a request that was not accepted because the queue that it needs is full. */
    public static Problem overloaded() {
        return tooMany("Too many requests are waiting. Nothing was done; retry shortly.");
    }

    static Problem bodyTooLarge(int maxBytes) {
        return Problem.of(
                ProblemType.REQUEST_TOO_LARGE, "The body is larger than the limit of %d bytes.".formatted(maxBytes));
    }

    public static Problem bodyCutShort() {
        return Problem.of(
                ProblemType.INVALID_REQUEST, "The body ended before it was complete; send the request again.");
    }

    /**
     * Returns the problem for a failure of which only the HTTP status is known.
     *
     * @param cause what the server says about the failure, for a person; can be empty
     */
    public static Problem ofStatus(int status, String cause) {
        String suffix = cause.isBlank() || cause.equals(HttpStatus.getMessage(status)) ? "" : " (" + cause + ")";
        return switch (status) {
            case 404 ->
                Problem.of(
                        ProblemType.NOT_FOUND,
                        "The API has no such path. Write a / inside a type, code or key as %2F.");
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This URL does not support the method.");
            case 408 -> Problem.of(ProblemType.REQUEST_TIMEOUT, "The request did not arrive in time; send it again.");
            case 413 -> Problem.of(ProblemType.REQUEST_TOO_LARGE, "The body is too large.");
            case 414, 431 ->
                Problem.of(
                                ProblemType.INVALID_REQUEST,
                                "The URL and the headers together are larger than " + MAX_HEADER_BYTES + " bytes.")
                        .withStatus(status);
            case 501, 505 ->
                Problem.of(ProblemType.INVALID_REQUEST, "The request is not HTTP/1.1; send it with HTTP/1.1.")
                        .withStatus(status);
            case 503 ->
                Problem.of(ProblemType.NOT_READY, "The service is stopping. Nothing was done; retry shortly.")
                        .withHeader("Retry-After", RETRY_AFTER_SECONDS);
            default ->
                status >= 400 && status < 500
                        ? Problem.of(
                                        ProblemType.INVALID_REQUEST,
                                        "The request is not valid HTTP" + suffix
                                                + ". Percent-encode special characters in the URL.")
                                .withStatus(status)
                        : Problem.of(ProblemType.INTERNAL_ERROR, "Internal error; see the service log.");
        };
    }

    private static Problem storageProblem(StorageException failure) {
        // Debug: while the storage is unavailable every request gets here. RedisLink logs the reason once a minute.
        log.debug("the storage failed", failure);
        String refusal = failure.refusal().map(reason -> ": " + reason).orElse("");
        String detail = failure.outcome() == StorageException.Outcome.NONE
                ? "The storage is unavailable" + refusal + ". Nothing was done; retry shortly."
                : "The storage did not confirm that this was done, so it might have been done. Retry shortly; retry a "
                        + "claim with the key in this response.";
        return Problem.of(ProblemType.STORAGE_UNAVAILABLE, detail)
                .with("outcome", failure.outcome().name().toLowerCase(Locale.ROOT))
                .withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    private static Problem internal(Throwable failure) {
        InternalErrors.report(failure);
        return ofStatus(500, "");
    }
}
