package io.promopool.upload;

import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.UploadReport;
import java.util.Objects;
import java.util.Optional;

/**
 * An upload that did not come to its end. What was loaded before stays loaded and is in the {@link #report()}.
 *
 * <p>Sending the same upload again is always safe: it gives nothing twice and frees nothing. For {@link Kind#STORAGE}
 * it is the cure; for the other kinds the upload must be changed first.
 */
public final class UploadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an upload ended early. */
    public enum Kind {
        /** The body is of a media type, character set or coding that is not taken. */
        UNSUPPORTED_MEDIA_TYPE,
        /** The body can't be read from some place on. Nothing from there on was loaded. */
        MALFORMED,
        /** The body is larger than the limit. Nothing beyond the limit was loaded. */
        TOO_LARGE,
        /** The storage failed; the cause is its {@link StorageException}. */
        STORAGE
    }

    private final Kind kind;
    private final Optional<String> field;
    private final UploadReport report;
    private final Optional<RowSpan> unknownRows;

    /** @param kind not {@link Kind#STORAGE} */
    UploadFailure(Kind kind, Optional<String> field, UploadReport report, Throwable cause) {
        super(cause.getMessage(), cause);
        this.kind = Objects.requireNonNull(kind);
        this.field = Objects.requireNonNull(field);
        this.report = Objects.requireNonNull(report);
        this.unknownRows = Optional.empty();
    }

    /** @param failed the rows that the storage was given when it failed */
    UploadFailure(StorageException cause, RowSpan failed, UploadReport report) {
        super(describe(cause, failed), cause);
        this.kind = Kind.STORAGE;
        this.field = Optional.empty();
        this.report = Objects.requireNonNull(report);
        this.unknownRows = cause.outcome() == Outcome.UNKNOWN ? Optional.of(failed) : Optional.empty();
    }

    public Kind kind() {
        return kind;
    }

    /** The column or field at fault, where the whole upload is refused for one. */
    public Optional<String> field() {
        return field;
    }

    /** What became of the rows before the place of the failure; those in {@link #unknownRows()} are not in it. */
    public UploadReport report() {
        return report;
    }

    /** The rows of which it is not known whether they are loaded; none after them are. */
    public Optional<RowSpan> unknownRows() {
        return unknownRows;
    }

    private static String describe(StorageException cause, RowSpan failed) {
        String what = cause.outcome() == Outcome.UNKNOWN
                ? "it is not known whether these rows are loaded; none after them are"
                : "neither these rows nor any after them are loaded";
        return ("the storage failed at lines %d to %d%s (%s): %s; "
                        + "send the upload again, codes that are loaded are not added twice")
                .formatted(
                        failed.firstLine(),
                        failed.lastLine(),
                        failed.file().map(" of "::concat).orElse(""),
                        cause.getMessage(),
                        what);
    }
}
