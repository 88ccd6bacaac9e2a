package io.promopool.pool;

/** The limit of waiting requests is reached. Nothing was done; a retry a little later is safe. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message which limit is reached, for a person */
    public OverloadedException(String message) {
        // Thrown many times a second when the service is at its limit: a stack trace for each would add to the load.
        super(message, null, false, false);
    }
}
