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
 * Loads the rows of an upload in order: while one batch is loaded the next stands ready to be sent when it is done, and
 * the one after that is filled, never more than that. Once a batch has failed none is sent.
 */
final class Batches {
    /** How many batches are loaded or stand ready. */
    private static final int MAX_UNDER_WAY = 2;

    private record Sent(Batch batch, CompletableFuture<List<RowOutcome>> outcomes) {}

    private final CodePool pool;
    private final LoadMode mode;
    private final UploadListener listener;
    private final RowMaker maker;
    private final ReportTally tally = new ReportTally();
    private Batch filling = new Batch(Optional.empty());
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private CompletableFuture<?> lastLoad = CompletableFuture.completedFuture(null);

    Batches(CodePool pool, LoadMode mode, UploadListener listener, RowMaker maker) {
        this.pool = pool;
        this.mode = mode;
        this.listener = mode.dryRun() ? UploadListener.NONE : listener;
        this.maker = maker;
    }

    /** Rows that follow belong to that file. A batch is of one file, so that its rows can be told by their lines. */
    void startFile(String file) throws UploadFailure {
        send();
        filling = new Batch(Optional.of(file));
    }

    /**
     * Takes a row: a good one is loaded in its turn, a bad one goes into the report.
     *
     * @throws UploadFailure if an earlier batch failed; this row and those waiting with it are not loaded
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

    /** Takes a row that is known to be bad. */
    void reject(long line, RawRow raw, InvalidFieldException why) {
        filling.reject(line, Excerpt.of(raw.get(Field.CODE), Text.MAX_CODE_LENGTH), why);
    }

    /**
     * Loads what is left and waits for it.
     *
     * @return what became of all rows
     */
    UploadReport finish() throws UploadFailure {
        send();
        awaitAllBut(0);
        return tally.report();
    }

    private void send() throws UploadFailure {
        awaitAllBut(MAX_UNDER_WAY - 1);
        underWay.add(new Sent(filling, load(filling.rows())));
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

    private void awaitAllBut(int left) throws UploadFailure {
        while (underWay.size() > left) {
            await(underWay.remove());
        }
    }

    private void await(Sent sent) throws UploadFailure {
        try {
            sent.batch().addTo(tally, sent.outcomes().join());
            tally.tell(listener);
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException storage) {
                throw new UploadFailure(storage, sent.batch().span(), tally.report());
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
