package io.promopool.pool;

import java.util.Objects;

/** A call to the storage failed, or its outcome is unknown. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known about the effect of the call. */
    public enum Outcome {
        /** Nothing was changed. A retry is safe. */
        NONE,
        /** The change might have been made. A claim that is retried with its key gets the code that it got, if any. */
        UNKNOWN
    }

    private final Outcome outcome;

    /** @param message what failed, for a person */
    public StorageException(Outcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = Objects.requireNonNull(outcome);
    }

    /** @param message what failed, for a person */
    public StorageException(Outcome outcome, String message) {
        this(outcome, message, null);
    }

    /** What is known about the effect of the call. */
    public Outcome outcome() {
        return outcome;
    }
}
