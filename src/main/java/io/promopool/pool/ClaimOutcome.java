package io.promopool.pool;

/** How a claim ended. Each outcome is a final answer of the storage; a fault is a {@link StorageException} instead. */
public sealed interface ClaimOutcome {
    /**
     * The key has a code.
     *
     * @param replayed whether the key had the code before this call
     */
    record Claimed(Claim claim, boolean replayed) implements ClaimOutcome {}

    /** No code of the type was ever uploaded. Nothing is recorded: the key can be used again. */
    record UnknownType(String type) implements ClaimOutcome {}

    /** No available code fits the filter. Nothing is recorded: the same claim might get a code later. */
    record Exhausted(CodeFilter filter) implements ClaimOutcome {}

    /** The key already has a code, and that code has another type or discount than the claim names. */
    record KeyReused(Claim recorded) implements ClaimOutcome {}
}
