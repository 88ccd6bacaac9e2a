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

/** Rows of one file that are loaded in one call, and the rejected rows between them. */
final class RowChunk {
    /**
     * A row that was rejected before loading.
     *
     * @param rowsBefore how many rows of the chunk that are to be loaded come before it
     */
    private record BadRow(int rowsBefore, RowError error) {}

    private final Optional<String> file;
    private final List<UploadRow> rows = new ArrayList<>(CodePool.MAX_LOAD_ROWS);
    private final List<BadRow> badRows = new ArrayList<>();
    private long unlistedBadRows;

    RowChunk(Optional<String> file) {
        this.file = file;
    }

    /** An empty chunk for the next rows of the same file. */
    RowChunk next() {
        return new RowChunk(file);
    }

    void add(UploadRow row) {
        rows.add(row);
    }

    /**
     * Rejects a row. Only as many rejected rows are kept as a report lists, so that a file of nothing but bad rows does
     * not fill the memory.
     */
    void reject(long line, String code, InvalidFieldException why) {
        if (badRows.size() < UploadReport.MAX_ERRORS) {
            RowError error = new RowError(file, line, code, why.field(), why.reason());
            badRows.add(new BadRow(rows.size(), error));
        } else {
            unlistedBadRows++;
        }
    }

    boolean isFull() {
        return rows.size() == CodePool.MAX_LOAD_ROWS;
    }

    List<UploadRow> rows() {
        return rows;
    }

    /** From the first to the last of the rows that are to be loaded. */
    RowSpan span() {
        return new RowSpan(file, rows.get(0).line(), rows.get(rows.size() - 1).line());
    }

    /** Adds what became of all rows to a tally, in the order of the file. */
    void addTo(ReportTally tally, List<RowOutcome> outcomes) {
        if (outcomes.size() != rows.size()) {
            throw new IllegalStateException(
                    rows.size() + " rows were loaded, but there are " + outcomes.size() + " outcomes");
        }
        int badRow = 0;
        for (int i = 0; i < rows.size(); i++) {
            while (badRow < badRows.size() && badRows.get(badRow).rowsBefore() == i) {
                tally.reject(badRows.get(badRow++).error());
            }
            addTo(tally, rows.get(i), outcomes.get(i));
        }
        while (badRow < badRows.size()) {
            tally.reject(badRows.get(badRow++).error());
        }
        tally.rejectUnlisted(unlistedBadRows);
    }

    private void addTo(ReportTally tally, UploadRow row, RowOutcome outcome) {
        if (outcome instanceof RowOutcome.Rejected rejected) {
            tally.reject(new RowError(file, row.line(), row.code(), rejected.field(), rejected.reason()));
        } else {
            tally.accept((RowOutcome.Accepted) outcome);
        }
    }
}
