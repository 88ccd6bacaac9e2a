package io.promopool.upload;

import io.promopool.pool.RowOutcome;

/** Hears what becomes of uploads, while they run. Called on their threads; it does not wait, and does not throw. */
public interface UploadListener {
    /** For those who don't want to know. */
    UploadListener NONE = new UploadListener() {};

    default void began() {}

    /** So many rows had that outcome, since the last time this was called. Not called in dry runs. */
    default void accepted(RowOutcome.Accepted outcome, long rows) {}

    /** So many rows were rejected, since the last time this was called. Not called in dry runs. */
    default void rejected(long rows) {}

    /** Follows each {@link #began}. */
    default void ended(End end) {}

    /** How an upload ended. */
    enum End {
        /** All rows were read; some may be rejected. */
        DONE,
        /** The same, in a dry run. */
        DRY_RUN,
        /** The body or the storage failed; what was loaded before stays. */
        FAILED
    }
}
