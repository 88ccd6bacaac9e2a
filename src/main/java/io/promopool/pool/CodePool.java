package io.promopool.pool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * All codes of the shop, and which key has claimed which code.
 *
 * <p>Safe for any number of threads, and of processes over the same storage. A method returns, and its future
 * completes, only when the effect is durable. Every method can fail with a {@link StorageException}: a method that
 * returns a future fails the future, any other method throws. {@link StorageException#outcome} says whether the effect
 * is unknown.
 */
public interface CodePool {
    /** The most rows that one {@link #load} accepts. */
    int MAX_LOAD_ROWS = 500;

    /** The most entries that a page can have. */
    int MAX_PAGE_SIZE = 1_000;

    /**
     * Claims a code with the request's key: of the codes that fit, one that expires soonest. A key that already has a
     * code gets that code again, even if it has expired.
     *
     * <p>A retry with the same key is always safe. The future fails with a {@link StorageException} if the storage has
     * not answered within the pool's time limit, and with an {@link OverloadedException} if too many claims are waiting
     * already. It completes on a thread of the storage, which the next claims need: actions that depend on it must not
     * block.
     */
    default CompletableFuture<ClaimOutcome> claim(ClaimRequest request) {
        return claim(List.of(request)).get(0);
    }

    /**
     * Makes several claims, in order, each as if it were made alone. The claims go to the storage together, which costs
     * less.
     *
     * @return a future for each request, in their order
     */
    List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests);

    /**
     * The lot that a claim with this filter would get its code from now. Nothing is claimed. For testing a workflow.
     *
     * @return the lot, or the outcome {@link ClaimOutcome.UnknownType} or {@link ClaimOutcome.Exhausted}
     */
    Preview preview(CodeFilter filter);

    /** What {@link #preview} found. */
    sealed interface Preview {
        /** A claim would get a code of this lot. */
        record Served(Lot lot) implements Preview {}

        /** A claim would end with this outcome, without a code. */
        record NotServed(ClaimOutcome why) implements Preview {}
    }

    /**
     * Loads rows in order: each row sees the effect of the rows before it. A retry with the same rows is safe, because
     * no row adds a code twice or makes a claimed code available; the outcomes of the retry differ. After a fault with
     * unknown outcome, all rows, only the first rows or no rows are loaded.
     *
     * @param rows at most {@value #MAX_LOAD_ROWS}
     * @return an outcome for each row, in their order
     */
    CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode);

    /**
     * Loads rows as soon as an earlier load has succeeded, so that the storage need not wait until the caller has
     * noticed. If the earlier load fails, these rows are not loaded and this load fails too.
     */
    default CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode, CompletableFuture<?> before) {
        return before.thenCompose(done -> load(rows, mode));
    }

    /**
     * Retires a code, or makes a retired code available again, in the lot that it was in. The code then is expired if
     * the lot is. A retry is safe.
     *
     * @param inUse true = the code is not to be handed out
     */
    SetInUseOutcome setInUse(String code, boolean inUse);

    /** The code with its state now; empty if the code is unknown. */
    Optional<PromoCode> find(String code);

    /** The claim that was made with a key; empty if the key has no code. */
    Optional<Claim> findClaim(String key);

    /**
     * One page of the codes that match, in no particular order. A code that matches from the first page to the last is
     * listed exactly once. A page can have fewer than {@code limit} codes, even none, and not be the last.
     *
     * @param cursor the cursor of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE_SIZE}
     * @throws InvalidFieldException if the cursor is not a cursor of such a listing
     */
    Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit);

    /**
     * The exact counts of every type, sorted by name. The counts of one type are from the same instant; different types
     * might be from different instants.
     */
    List<TypeCounts> types();

    /** The exact counts of one type at one instant; empty if the type is unknown. */
    Optional<TypeCounts> type(String type);

    /**
     * One page of the lots of a type by date, lots that never expire last; no lots if the type is unknown. A lot whose
     * codes have all moved to other lots is not listed, so a page can have fewer than {@code limit} lots and not be the
     * last.
     *
     * @param cursor the cursor of the page before; empty for the first page
     * @param limit 1 to {@value #MAX_PAGE_SIZE}
     * @throws InvalidFieldException if the cursor is not a cursor of this type
     */
    Page<LotCounts> lots(String type, Optional<String> cursor, int limit);

    /** How many codes are available for claims with this filter; empty if the type is unknown. */
    OptionalLong count(CodeFilter filter);
}
