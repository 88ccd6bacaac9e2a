package io.promopool.pool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * All codes of the shop, and who got which.
 *
 * <p>Safe for any number of threads, and of processes over the same storage. An answer is given only once its effect is
 * durable. Every method may end in a {@link StorageException}, thrown by those that return a value and inside the
 * future of those that return one; its outcome says whether the effect is unknown.
 */
public interface CodePool {
    /** How many rows one {@link #load} takes. */
    int MAX_LOAD_ROWS = 500;

    /** How many entries a page has at the most. */
    int MAX_PAGE_SIZE = 1_000;

    /**
     * Gives a code to the request's key: the soonest expiring one that fits. A key that has a code already gets the
     * same again, whatever its date.
     *
     * <p>A retry with the same key is always safe. The future fails with a {@link StorageException} when no answer was
     * had within the pool's time limit, and with {@link OverloadedException} when too many claims wait already. It ends on a
     * thread of the storage's, which has the next claims to see to: what hangs on it must not wait for anything.
     */
    default CompletableFuture<ClaimOutcome> claim(ClaimRequest request) {
        return claim(List.of(request)).get(0);
    }

    /**
     * Gives a code to each of several keys, each as if it were asked alone, in order. They go to the storage together,
     * which costs it less.
     *
     * @return a future for each request
     */
    List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests);

    /**
     * The lot from which such a claim would be served now, without a claim: for trying a workflow out.
     *
     * @return a lot; {@link ClaimOutcome.UnknownType} and {@link ClaimOutcome.Exhausted} as for a claim
     */
    Preview preview(CodeFilter filter);

    /** What {@link #preview} found. */
    sealed interface Preview {
        /** A claim would get a code of this lot. */
        record Served(Lot lot) implements Preview {}

        /** A claim would get no code. */
        record NotServed(ClaimOutcome why) implements Preview {}
    }

    /**
     * Loads rows, in order: a row sees the ones before it. Loading the same rows again gives nothing twice and frees
     * nothing, so a retry is safe, but its outcomes differ. After a fault with unknown outcome the first of the rows, or
     * all of them, may have been loaded.
     *
     * @param rows up to {@value #MAX_LOAD_ROWS}
     * @return an outcome for each row
     */
    CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode);

    /**
     * Loads rows as soon as an earlier load has ended well: the storage is not kept waiting for the caller to notice.
     * Where the earlier load fails these rows are not loaded, and this one fails too.
     */
    default CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode, CompletableFuture<?> before) {
        return before.thenCompose(done -> load(rows, mode));
    }

    /** Retires a code, or puts a retired one back into its lot, whatever the lot's date. A retry is safe. */
    SetInUseOutcome setInUse(String code, boolean inUse);

    Optional<PromoCode> find(String code);

    /** The claim of that key. */
    Optional<Claim> findClaim(String key);

    /**
     * Codes that match, in no particular order. A code that matches during the whole listing is listed once. A page may
     * hold fewer than {@code limit}, also none, before the end.
     *
     * @param cursor that of the page before; empty for the first
     * @param limit 1 to {@value #MAX_PAGE_SIZE}
     * @throws InvalidFieldException where the cursor is not one of ours
     */
    Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit);

    /** Every type, by name, each with exact counts of one instant (not the same one for all). */
    List<TypeCounts> types();

    /** The counts of one type at one instant; empty where it is not known. */
    Optional<TypeCounts> type(String type);

    /**
     * The lots of a type by date, those that never expire last; empty where the type is not known. Lots that all codes
     * have left are not listed, so a page may hold fewer than {@code limit} before the end.
     *
     * @param cursor that of the page before; empty for the first
     * @param limit 1 to {@value #MAX_PAGE_SIZE}
     * @throws InvalidFieldException where the cursor is not one of ours
     */
    Page<LotCounts> lots(String type, Optional<String> cursor, int limit);

    /** How many codes such claims could still get; empty where the type is not known. */
    OptionalLong count(CodeFilter filter);
}
