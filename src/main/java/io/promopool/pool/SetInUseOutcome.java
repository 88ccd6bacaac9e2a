package io.promopool.pool;

/** How {@link CodePool#setInUse} ended. */
public sealed interface SetInUseOutcome {
    /** The code is as requested now; it might have been so before. */
    record Done(PromoCode code, boolean isChanged) implements SetInUseOutcome {}

    /** The code is unknown. */
    record UnknownCode(String code) implements SetInUseOutcome {}

    /** The code is claimed, and stays claimed forever. */
    record AlreadyClaimed(Claim claim) implements SetInUseOutcome {}
}
