package io.promopool.pool;

/** How a claim ended. All of these are final answers of the storage; a fault is a {@link StorageException}. */
public sealed interface ClaimOutcome {
    /**
     * The key has a code.
     *
     * @param replayed whether the key had it before this call
     */
    record Claimed(Claim claim, boolean replayed) implements ClaimOutcome {}

    /** No code of that type was ever uploaded. Nothing is remembered: the key may be used again. */
    record UnknownType(String type) implements ClaimOutcome {}

    /** Nothing (left) that fits. Nothing is remembered: the key may be used again. */
    record Exhausted(CodeFilter filter) implements ClaimOutcome {}

    /** The key has a code already, and that code has another type or discount than the claim names. */
    record KeyReused(Claim recorded) implements ClaimOutcome {}
}
