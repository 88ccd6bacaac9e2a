package io.promopool.upload;

import io.promopool.pool.CodePool;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.LoadMode;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.StorageException;
import io.promopool.pool.Text;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes rows from the texts of an upload, and loads them in order, in chunks. While one chunk is being loaded, a
 * second is ready to be sent, and a third is filled; there are never more. After a chunk has failed, no chunk is sent.
 */
final class RowChunks {
    /** How many chunks are being loaded or ready to be sent. */
    private static final int MAX_IN_FLIGHT = 2;

    private record Sent(RowChunk chunk, CompletableFuture<List<RowOutcome>> outcomes) {}

    private final CodePool pool;
    private final LoadMode mode;
    private final UploadListener listener;
    private final RowMaker maker;
    private final ReportTally tally = new ReportTally();
    private final SeenCodes seen = new SeenCodes(); // used in dry runs only
    private long duplicates;
    private RowChunk filling = new RowChunk(Optional.empty());
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private CompletableFuture<?> lastLoad = CompletableFuture.completedFuture(null);

    RowChunks(CodePool pool, LoadMode mode, UploadListener listener, RowMaker maker) {
        this.pool = pool;
        this.mode = mode;
        this.listener = mode.dryRun() ? UploadListener.NONE : listener;
        this.maker = maker;
    }

    /** The next rows belong to this file. Each chunk belongs to one file, so that line numbers identify its rows. */
    void startFile(String file) throws UploadFailure {
        send();
        filling = new RowChunk(Optional.of(file));
    }

    /**
     * Adds a row. If it is valid, it is loaded in its turn; otherwise it is rejected.
     *
     * @throws UploadFailure if an earlier chunk failed; then this row and the rows of its chunk are not loaded
     */
    void add(long line, RawRow raw) throws UploadFailure {
        UploadRow row;
        try {
            row = maker.make(line, raw);
        } catch (InvalidFieldException e) {
            reject(line, raw, e);
            return;
        }
        if (mode.dryRun() && seen.add(row.code())) {
            duplicates++;
        }
        filling.add(row);
        if (filling.isFull()) {
            send();
        }
    }

    /** Rejects a row. */
    void reject(long line, RawRow raw, InvalidFieldException why) {
        filling.reject(line, Excerpt.of(raw.get(Field.CODE), Text.MAX_CODE_LENGTH), why);
    }

    /**
     * Loads the last rows, and waits until all rows are loaded.
     *
     * @return what became of all rows
     * @throws UploadFailure if a chunk failed
     */
    UploadReport finish() throws UploadFailure {
        send();
        awaitAllBut(0);
        if (mode.dryRun()) {
            tally.countDuplicates(duplicates);
        }
        return tally.report();
    }

    private void send() throws UploadFailure {
        awaitAllBut(MAX_IN_FLIGHT - 1);
        inFlight.add(new Sent(filling, load(filling.rows())));
        filling = filling.next();
    }

    private CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows) {
        if (rows.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<RowOutcome>> outcomes;
        try {
            outcomes = pool.load(rows, mode, lastLoad);
        } catch (StorageException | OverloadedException e) {
            outcomes = CompletableFuture.failedFuture(e);
        }
        lastLoad = outcomes;
        return outcomes;
    }

    private void awaitAllBut(int count) throws UploadFailure {
        while (inFlight.size() > count) {
            await(inFlight.remove());
        }
    }

    private void await(Sent sent) throws UploadFailure {
        try {
            sent.chunk().addTo(tally, sent.outcomes().join());
            tally.report(listener);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException storage) {
                throw new UploadFailure(storage, sent.chunk().span(), tally.report());
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
