package io.promopool.upload.testing;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.LoadMode;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Writes down what it is given. Every row is added, but for codes that begin with {@code taken}. */
public final class RecordingPool implements CodePool {
    private final List<List<UploadRow>> batches = new ArrayList<>();
    private final List<LoadMode> modes = new ArrayList<>();
    private boolean forgetful;
    private long rowsLoaded;
    private int failingBatch;
    private Supplier<CompletableFuture<List<RowOutcome>>> failure = CompletableFuture::new;

    /** @param batch the number of the load, from 1, that ends like that */
    public void failAt(int batch, Supplier<CompletableFuture<List<RowOutcome>>> howItEnds) {
        failingBatch = batch;
        failure = howItEnds;
    }

    /** Only counts from now on. */
    public void forget() {
        forgetful = true;
    }

    public long rowsLoaded() {
        return rowsLoaded;
    }

    public List<List<UploadRow>> batches() {
        return batches;
    }

    public List<LoadMode> modes() {
        return modes;
    }

    public List<UploadRow> rows() {
        return batches.stream().flatMap(List::stream).toList();
    }

    public List<String> codes() {
        return rows().stream().map(UploadRow::code).toList();
    }

    @Override
    public CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode) {
        rowsLoaded += rows.size();
        if (forgetful) {
            return CompletableFuture.completedFuture(judge(rows));
        }
        batches.add(List.copyOf(rows));
        modes.add(mode);
        return batches.size() == failingBatch ? failure.get() : CompletableFuture.completedFuture(judge(rows));
    }

    public static List<RowOutcome> judge(List<UploadRow> rows) {
        return rows.stream().map(RecordingPool::judge).toList();
    }

    private static RowOutcome judge(UploadRow row) {
        return row.code().startsWith("taken")
                ? new RowOutcome.Rejected("code", "already claimed")
                : RowOutcome.Accepted.ADDED;
    }

    @Override
    public List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Preview preview(CodeFilter filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SetInUseOutcome setInUse(String code, boolean inUse) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<PromoCode> find(String code) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Claim> findClaim(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<TypeCounts> types() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<TypeCounts> type(String type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<LotCounts> lots(String type, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalLong count(CodeFilter filter) {
        throw new UnsupportedOperationException();
    }
}
