package io.promopool.pool;

import java.util.List;
import java.util.Optional;

/**
 * What became of the rows of an upload. {@code read} is the sum of the six counts after it.
 *
 * @param errors the first {@value #MAX_ERRORS} rejected rows
 */
public record UploadReport(
        long read,
        long added,
        long updated,
        long retired,
        long reactivated,
        long unchanged,
        long rejected,
        List<RowError> errors) {
    public static final int MAX_ERRORS = 100;

    public UploadReport {
        errors = List.copyOf(errors);
        if (read != added + updated + retired + reactivated + unchanged + rejected) {
            throw new IllegalArgumentException("the rows read are not the sum of the outcomes");
        }
    }

    /** Whether rows were rejected that {@link #errors} does not list. */
    public boolean errorsTruncated() {
        return rejected > errors.size();
    }

    /**
     * One rejected row.
     *
     * @param file the name of the file, where an upload has several
     * @param line where the row stands in its file, from 1; the header of a CSV is line 1
     * @param code as the row gives it, cut to 255 characters; empty where it has none
     */
    public record RowError(Optional<String> file, long line, String code, String field, String reason) {}
}
