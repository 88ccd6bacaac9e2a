package io.promopool.upload;

import io.promopool.pool.CodePool;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.pool.UploadRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of one file that are loaded in one step, and the bad rows between them. */
final class Batch {
    /** @param rowsBefore how many good rows of the batch stand before the bad one */
    private record Misfit(int rowsBefore, RowError error) {}

    private final Optional<String> file;
    private final List<UploadRow> rows = new ArrayList<>(CodePool.MAX_LOAD_ROWS);
    private final List<Misfit> misfits = new ArrayList<>();
    private long unlistedMisfits;

    Batch(Optional<String> file) {
        this.file = file;
    }

    /** An empty one for the rows after these. */
    Batch next() {
        return new Batch(file);
    }

    void add(UploadRow row) {
        rows.add(row);
    }

    /** Keeps as many as a report can list, so that a file of bad rows alone does not fill the memory. */
    void reject(long line, String code, InvalidFieldException why) {
        if (misfits.size() < UploadReport.MAX_ERRORS) {
            RowError error = new RowError(file, line, code, why.field(), why.reason());
            misfits.add(new Misfit(rows.size(), error));
        } else {
            unlistedMisfits++;
        }
    }

    boolean isFull() {
        return rows.size() == CodePool.MAX_LOAD_ROWS;
    }

    List<UploadRow> rows() {
        return rows;
    }

    /** Where its good rows stand. */
    RowSpan span() {
        return new RowSpan(file, rows.get(0).line(), rows.get(rows.size() - 1).line());
    }

    /** Adds what became of its rows, in the order of the file. */
    void addTo(ReportTally tally, List<RowOutcome> outcomes) {
        if (outcomes.size() != rows.size()) {
            throw new IllegalStateException(
                    rows.size() + " rows were loaded, " + outcomes.size() + " outcomes came back");
        }
        int misfit = 0;
        for (int i = 0; i < rows.size(); i++) {
            while (misfit < misfits.size() && misfits.get(misfit).rowsBefore() == i) {
                tally.reject(misfits.get(misfit++).error());
            }
            addTo(tally, rows.get(i), outcomes.get(i));
        }
        while (misfit < misfits.size()) {
            tally.reject(misfits.get(misfit++).error());
        }
        tally.rejectUnlisted(unlistedMisfits);
    }

    private void addTo(ReportTally tally, UploadRow row, RowOutcome outcome) {
        if (outcome instanceof RowOutcome.Rejected rejected) {
            tally.reject(new RowError(file, row.line(), row.code(), rejected.field(), rejected.reason()));
        } else {
            tally.accept((RowOutcome.Accepted) outcome);
        }
    }
}
