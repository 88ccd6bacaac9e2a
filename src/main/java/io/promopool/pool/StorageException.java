package io.promopool.pool;

import java.util.Objects;

/** The storage did not do what was asked, or did not say whether it did. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known of the effect. */
    public enum Outcome {
        /** Nothing was changed. */
        NONE,
        /** It may have been done. A claim that is asked again with its key tells. */
        UNKNOWN
    }

    private final Outcome outcome;

    public StorageException(Outcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = Objects.requireNonNull(outcome);
    }

    public StorageException(Outcome outcome, String message) {
        this(outcome, message, null);
    }

    public Outcome outcome() {
        return outcome;
    }
}
