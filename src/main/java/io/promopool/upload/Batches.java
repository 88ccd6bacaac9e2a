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
 * Makes rows from the texts of an upload, and loads them in order, in batches. While one batch is being loaded, a
 * second is ready to be sent, and a third is filled; there are never more. After a batch has failed, no batch is sent.
 */
final class Batches {
    /** How many batches are being loaded or ready to be sent. */
    private static final int MAX_IN_FLIGHT = 2;

    private record Sent(Batch batch, CompletableFuture<List<RowOutcome>> outcomes) {}

    private final CodePool pool;
    private final LoadMode mode;
    private final UploadListener listener;
    private final RowMaker maker;
    private final ReportTally tally = new ReportTally();
    private Batch filling = new Batch(Optional.empty());
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private CompletableFuture<?> lastLoad = CompletableFuture.completedFuture(null);

    Batches(CodePool pool, LoadMode mode, UploadListener listener, RowMaker maker) {
        this.pool = pool;
        this.mode = mode;
        this.listener = mode.dryRun() ? UploadListener.NONE : listener;
        this.maker = maker;
    }

    /** The next rows belong to this file. Each batch belongs to one file, so that line numbers identify its rows. */
    void startFile(String file) throws UploadFailure {
        send();
        filling = new Batch(Optional.of(file));
    }

    /**
     * Adds a row. If it is valid, it is loaded in its turn; otherwise it is rejected.
     *
     * @throws UploadFailure if an earlier batch failed; then this row and the rows of its batch are not loaded
     */
    void add(long line, RawRow raw) throws UploadFailure {
        UploadRow row;
        try {
            row = maker.make(line, raw);
        } catch (InvalidFieldException e) {
            reject(line, raw, e);
            return;
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
     * @throws UploadFailure if a batch failed
     */
    UploadReport finish() throws UploadFailure {
        send();
        awaitAllBut(0);
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
            sent.batch().addTo(tally, sent.outcomes().join());
            tally.report(listener);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException storage) {
                throw new UploadFailure(storage, sent.batch().span(), tally.report());
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
