package io.promopool.upload;

import io.promopool.pool.RowOutcome;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import java.util.ArrayList;
import java.util.List;

/** Adds up what became of the rows so far. */
final class ReportTally {
    private final long[] accepted = new long[RowOutcome.Accepted.values().length];
    private final List<RowError> errors = new ArrayList<>();
    private long rejected;
    private final long[] acceptedAndTold = new long[accepted.length];
    private long rejectedAndTold;

    void accept(RowOutcome.Accepted outcome) {
        accepted[outcome.ordinal()]++;
    }

    void reject(RowError error) {
        rejected++;
        if (errors.size() < UploadReport.MAX_ERRORS) {
            errors.add(error);
        }
    }

    void rejectUnlisted(long rows) {
        rejected += rows;
    }

    /** Passes on what has come in since the last time. */
    void tell(UploadListener listener) {
        for (RowOutcome.Accepted outcome : RowOutcome.Accepted.values()) {
            int i = outcome.ordinal();
            listener.accepted(outcome, accepted[i] - acceptedAndTold[i]);
            acceptedAndTold[i] = accepted[i];
        }
        listener.rejected(rejected - rejectedAndTold);
        rejectedAndTold = rejected;
    }

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
                errors);
    }

    private long count(RowOutcome.Accepted outcome) {
        return accepted[outcome.ordinal()];
    }
}
