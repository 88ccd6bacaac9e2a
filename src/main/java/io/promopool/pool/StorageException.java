package io.promopool.pool;

import java.util.Objects;
import java.util.Optional;

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
    private final String refusal;

    /** @param message what failed, for a person */
    public StorageException(Outcome outcome, String message, Throwable cause) {
        this(outcome, message, cause, null);
    }

    private StorageException(Outcome outcome, String message, Throwable cause, String refusal) {
        super(message, cause);
        this.outcome = Objects.requireNonNull(outcome);
        this.refusal = refusal;
    }

    /** @param message what failed, for a person */
    public StorageException(Outcome outcome, String message) {
        this(outcome, message, null);
    }

    /**
     * A call that was refused, and did nothing, because something underneath has changed that makes it unsafe.
     *
     * @param reason what has changed and what to do, for the caller and the people who run the service; no secrets
     * @param cause can be null
     */
    public static StorageException refused(String reason, Throwable cause) {
        return new StorageException(Outcome.NONE, reason, cause, reason);
    }

    /** Returns why the call was refused, for its caller; empty if it failed for any other reason. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What is known about the effect of the call. */
    public Outcome outcome() {
        return outcome;
    }
}
