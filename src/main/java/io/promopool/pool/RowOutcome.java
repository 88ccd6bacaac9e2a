package io.promopool.pool;

import java.util.Objects;

/** What became of a row of an upload, or would have in a dry run. */
public sealed interface RowOutcome {
    /** The row was accepted. */
    enum Accepted implements RowOutcome {
        /** The code is new. */
        ADDED,
        /** The code moved to the row's discount and date. */
        UPDATED,
        /** The code was retired. */
        RETIRED,
        /** The code was retired, and is available again. */
        REACTIVATED,
        /** The code already was as the row says. */
        UNCHANGED
    }

    /**
     * The row was rejected and changed nothing.
     *
     * @param field the field with the rejected value
     * @param reason why, and what to do, for a person
     */
    record Rejected(String field, String reason) implements RowOutcome {
        public Rejected {
            Objects.requireNonNull(field);
            Objects.requireNonNull(reason);
        }
    }
}
