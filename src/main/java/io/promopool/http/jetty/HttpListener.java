package io.promopool.http.jetty;

/** Hears of every answer, also of those that no route gave. Called on any thread; it does not wait, and does not throw. */
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
