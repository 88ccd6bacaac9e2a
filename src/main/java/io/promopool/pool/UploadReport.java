package io.promopool.pool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of the rows of an upload. {@code read} is the sum of the six counts after it; see {@link RowOutcome}.
 *
 * @param duplicates in a dry run, the valid rows whose code is in an earlier row too; otherwise not counted
 * @param errors the first {@value #MAX_ERRORS} rejected rows, in the order of the upload
 */
public record UploadReport(
        long read,
        long added,
        long updated,
        long retired,
        long reactivated,
        long unchanged,
        long rejected,
        OptionalLong duplicates,
        List<RowError> errors) {
    /** The most rejected rows that a report lists. */
    public static final int MAX_ERRORS = 100;

    public UploadReport {
        errors = List.copyOf(errors);
        if (read != added + updated + retired + reactivated + unchanged + rejected) {
            throw new IllegalArgumentException("the rows read are not the sum of the outcomes");
        }
    }

    /** Whether more rows were rejected than {@link #errors} lists. */
    public boolean errorsTruncated() {
        return rejected > errors.size();
    }

    /**
     * A rejected row.
     *
     * @param file the name of the file, if the upload is a form with files
     * @param line the line of the row in its file, from 1 (the header of a CSV file is a line too); in a JSON array,
     *     the number of the element
     * @param code the code in the row, cut to 255 characters; empty if the row has none
     */
    public record RowError(Optional<String> file, long line, String code, String field, String reason) {}
}
