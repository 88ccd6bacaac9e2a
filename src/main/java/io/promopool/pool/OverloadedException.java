package io.promopool.pool;

/** More is waiting than is allowed to wait. Nothing was done; asking again a little later is safe. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OverloadedException(String message) {
        // Thrown in numbers when the service is at its limit: a stack trace each would add to the load.
        super(message, null, false, false);
    }
}
