package io.promopool.upload;

import io.promopool.pool.RowOutcome;

/**
 * Receives what becomes of uploads while they run. Called on the thread of the upload; must not block, and must not
 * throw.
 */
public interface UploadListener {
    /** A listener that does nothing. */
    UploadListener NONE = new UploadListener() {};

    /** An upload began. */
    default void began() {}

    /** More rows had this outcome; {@code rows} since the last call. Not called in dry runs. */
    default void accepted(RowOutcome.Accepted outcome, long rows) {}

    /** More rows were rejected; {@code rows} since the last call. Not called in dry runs. */
    default void rejected(long rows) {}

    /** An upload ended. Called once for each {@link #began}. */
    default void ended(End end) {}

    /** How an upload ended. */
    enum End {
        /** All rows were read; some of them might be rejected. */
        DONE,
        /** All rows of a dry run were read. */
        DRY_RUN,
        /** The upload ended before all rows were read and loaded. What was loaded before stays loaded. */
        FAILED
    }
}
