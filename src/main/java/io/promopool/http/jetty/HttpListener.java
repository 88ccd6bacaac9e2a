package io.promopool.http.jetty;

/**
 * Observes every answer of the service, including those that Jetty writes before a request reaches a route. Called on
 * any thread; must not wait or throw.
 */
@FunctionalInterface
public interface HttpListener {
    /**
     * An answer was written.
     *
     * @param status 100 to 599
     */
    void answered(Call call, int status);

    /** A request was refused because it has no valid API key. Its answer is reported too. */
    default void unauthenticated() {}

    /** The kind of request. */
    enum Call {
        /** One claim. */
        CLAIM,
        /** Several claims in one request. */
        CLAIM_BATCH,
        /** An upload. */
        UPLOAD,
        /** Anything else: look-ups, counts, pages, and unknown paths. */
        OTHER
    }
}
