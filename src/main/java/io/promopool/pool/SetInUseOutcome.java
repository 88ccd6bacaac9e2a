package io.promopool.pool;

/** How a call to retire a code, or to put it back, ended. */
public sealed interface SetInUseOutcome {
    /** The code is as asked for, whether or not it was so before. */
    record Done(PromoCode code) implements SetInUseOutcome {}

    /** There is no such code. */
    record UnknownCode(String code) implements SetInUseOutcome {}

    /** A claimed code stays in use for ever. */
    record AlreadyClaimed(Claim claim) implements SetInUseOutcome {}
}
