package io.promopool.pool;

import java.util.Objects;

/** What a row of an upload did, or in a dry run would do. */
public sealed interface RowOutcome {
    /** The row was good. */
    enum Accepted implements RowOutcome {
        /** A new code. */
        ADDED,
        /** Moved to another discount or date. */
        UPDATED,
        /** Taken out. */
        RETIRED,
        /** A retired code, put back. */
        REACTIVATED,
        /** The code was as the row says already. */
        UNCHANGED
    }

    /**
     * The row changed nothing.
     *
     * @param field the column at fault
     * @param reason why, for a person
     */
    record Rejected(String field, String reason) implements RowOutcome {
        public Rejected {
            Objects.requireNonNull(field);
            Objects.requireNonNull(reason);
        }
    }
}
