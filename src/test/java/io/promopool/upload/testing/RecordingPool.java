package io.promopool.upload.testing;

import io.promopool.pool.LoadMode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.UploadRow;
import io.promopool.testing.MemoryCodePool;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Records the rows that it is asked to load, and stores none of them. It answers that every row is added, and that a
 * code that begins with {@code taken} is claimed already.
 */
public final class RecordingPool extends MemoryCodePool {
    private final List<List<UploadRow>> chunks = new ArrayList<>();
    private final List<LoadMode> modes = new ArrayList<>();
    private boolean counting;
    private long rowsLoaded;
    private int failingChunk;
    private Supplier<CompletableFuture<List<RowOutcome>>> failure = CompletableFuture::new;

    public RecordingPool() {
        super(InstantSource.system());
    }

    /** @param chunk the number of the load that ends so, from 1 */
    public void failAt(int chunk, Supplier<CompletableFuture<List<RowOutcome>>> howItEnds) {
        failingChunk = chunk;
        failure = howItEnds;
    }

    /** Only counts rows from now on, and does not keep them. */
    public void onlyCount() {
        counting = true;
    }

    public long rowsLoaded() {
        return rowsLoaded;
    }

    public List<List<UploadRow>> chunks() {
        return chunks;
    }

    public List<LoadMode> modes() {
        return modes;
    }

    public List<UploadRow> rows() {
        return chunks.stream().flatMap(List::stream).toList();
    }

    public List<String> codes() {
        return rows().stream().map(UploadRow::code).toList();
    }

    @Override
    public synchronized CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode) {
        rowsLoaded += rows.size();
        if (counting) {
            return CompletableFuture.completedFuture(judge(rows));
        }
        chunks.add(List.copyOf(rows));
        modes.add(mode);
        return chunks.size() == failingChunk ? failure.get() : CompletableFuture.completedFuture(judge(rows));
    }

    public static List<RowOutcome> judge(List<UploadRow> rows) {
        return rows.stream().map(RecordingPool::judge).toList();
    }

    private static RowOutcome judge(UploadRow row) {
        return row.code().startsWith("taken")
                ? new RowOutcome.Rejected("code", "already claimed")
                : RowOutcome.Accepted.ADDED;
    }
}
