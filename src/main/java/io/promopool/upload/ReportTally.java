package io.promopool.upload;

import io.promopool.pool.RowOutcome;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Counts what became of the rows of an upload so far. */
final class ReportTally {
    private final long[] accepted = new long[RowOutcome.Accepted.values().length];
    private final List<RowError> errors = new ArrayList<>();
    private long rejected;
    private OptionalLong duplicates = OptionalLong.empty();
    private final long[] acceptedReported = new long[accepted.length];
    private long rejectedReported;

    void accept(RowOutcome.Accepted outcome) {
        accepted[outcome.ordinal()]++;
    }

    void reject(RowError error) {
        rejected++;
        if (errors.size() < UploadReport.MAX_ERRORS) {
            errors.add(error);
        }
    }

    /** Counts the valid rows whose code is in an earlier row too. */
    void countDuplicates(long rows) {
        duplicates = OptionalLong.of(rows);
    }

    /** Counts rejected rows that the report does not list. */
    void rejectUnlisted(long rows) {
        rejected += rows;
    }

    /** Reports to the listener what was added since the last call. */
    void report(UploadListener listener) {
        for (RowOutcome.Accepted outcome : RowOutcome.Accepted.values()) {
            int i = outcome.ordinal();
            listener.accepted(outcome, accepted[i] - acceptedReported[i]);
            acceptedReported[i] = accepted[i];
        }
        listener.rejected(rejected - rejectedReported);
        rejectedReported = rejected;
    }

    /** The report on the rows so far. */
    UploadReport report() {
        long read = rejected;
        for (long rows : accepted) {
            read += rows;
        }
        return new UploadReport(
                read,
                count(RowOutcome.Accepted.ADDED),
                count(RowOutcome.Accepted.UPDATED),
                count(RowOutcome.Accepted.RETIRED),
                count(RowOutcome.Accepted.REACTIVATED),
                count(RowOutcome.Accepted.UNCHANGED),
                rejected,
                duplicates,
                errors);
    }

    private long count(RowOutcome.Accepted outcome) {
        return accepted[outcome.ordinal()];
    }
}
