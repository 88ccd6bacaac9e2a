package io.promopool.http.jetty;

/** Is called for every answer, also for those that come from no route. Called on any thread; must not wait or throw. */
@FunctionalInterface
public interface HttpListener {
    /** @param status 100 to 599 */
    void answered(Call call, int status);

    /** What was called. */
    enum Call {
        /** One claim. */
        CLAIM,
        /** Several claims in one request. */
        CLAIM_BATCH,
        /** An upload. */
        UPLOAD,
        /** Anything else: look-ups, counts, and what there is not. */
        OTHER
    }
}
