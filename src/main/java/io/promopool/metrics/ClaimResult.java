package io.promopool.metrics;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.util.Locale;

/** How a claim ended: the values of the label {@code outcome}. */
enum ClaimResult {
    /** A code was claimed. */
    CLAIMED,
    /** The key already had a code, and got it again. */
    REPLAYED,
    /** No available code fits. */
    EXHAUSTED,
    /** No code of the type was ever uploaded. */
    UNKNOWN_TYPE,
    /** The key has a code of another type or discount. */
    KEY_REUSED,
    /** Too many claims were waiting already. */
    OVERLOADED,
    /** The storage failed; no code was claimed. */
    UNAVAILABLE,
    /** The storage failed; a code might have been claimed. */
    OUTCOME_UNKNOWN,
    /** An internal error of the service. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether this outcome proves that the type exists. */
    boolean provesType() {
        return this == CLAIMED || this == REPLAYED || this == EXHAUSTED;
    }

    static ClaimResult of(ClaimOutcome outcome) {
        if (outcome instanceof ClaimOutcome.Claimed claimed) {
            return claimed.replayed() ? REPLAYED : CLAIMED;
        }
        if (outcome instanceof ClaimOutcome.Exhausted) {
            return EXHAUSTED;
        }
        return outcome instanceof ClaimOutcome.UnknownType ? UNKNOWN_TYPE : KEY_REUSED;
    }

    static ClaimResult of(Throwable fault) {
        if (fault instanceof StorageException storage) {
            return storage.outcome() == Outcome.NONE ? UNAVAILABLE : OUTCOME_UNKNOWN;
        }
        return fault instanceof OverloadedException ? OVERLOADED : FAILED;
    }
}
