package io.promopool.http.message;

import java.util.Locale;

/** The kinds of problems, each with a stable URI, the HTTP status, and a title for people. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is invalid"),
    MALFORMED_UPLOAD(400, "The upload can't be read"),
    UNAUTHORIZED(401, "A valid API key is required"),
    FORBIDDEN(403, "The caller is not allowed to do this"),
    NOT_FOUND(404, "There is nothing at this URL"),
    UNKNOWN_TYPE(404, "There is no such type"),
    UNKNOWN_CODE(404, "There is no such code"),
    UNKNOWN_CLAIM(404, "There is no claim with this key"),
    METHOD_NOT_ALLOWED(405, "This URL does not support the method"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    POOL_EXHAUSTED(409, "No matching code is available"),
    ALREADY_CLAIMED(409, "The code was already claimed"),
    REQUEST_TOO_LARGE(413, "The request is too large"),
    UPLOAD_TOO_LARGE(413, "The upload is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "This media type is not supported"),
    CLAIM_KEY_REUSED(422, "The key was already used for a different claim"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL_ERROR(500, "The service failed"),
    STORAGE_UNAVAILABLE(503, "The storage is unavailable"),
    NOT_READY(503, "The service is not ready");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** A short summary for people; it can change. */
    public String title() {
        return title;
    }

    /** The URI of the problem (RFC 9457, {@code type}). It never changes, so callers can compare it. */
    public String uri() {
        return "urn:promopool:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
