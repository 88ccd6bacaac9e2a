package io.promopool.upload;

import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.UploadReport;
import java.util.Objects;
import java.util.Optional;

/**
 * An upload failed before its end. The rows that were loaded before stay loaded, and are in the {@link #report()}.
 *
 * <p>Sending the same upload again is always safe: it adds no code twice, and makes no claimed code available. After
 * {@link Kind#STORAGE} the same upload can be sent again; after the other kinds it must be changed first.
 */
public final class UploadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why an upload failed. */
    public enum Kind {
        /** The media type, the character set or the content coding of the body is not supported. */
        UNSUPPORTED_MEDIA_TYPE,
        /** The body can't be read from some place on. Nothing after that place was loaded. */
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

    /** @param failed the rows that were being loaded when the storage failed */
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

    /** The column or field that makes the whole upload invalid; empty if there is none. */
    public Optional<String> field() {
        return field;
    }

    /** What became of the rows before the place of the failure. Does not include {@link #unknownRows()}. */
    public UploadReport report() {
        return report;
    }

    /**
     * The rows whose outcome is unknown: all of them, only the first of them, or none might be loaded. No row after
     * them is loaded.
     */
    public Optional<RowSpan> unknownRows() {
        return unknownRows;
    }

    private static String describe(StorageException cause, RowSpan failed) {
        String what = cause.outcome() == Outcome.UNKNOWN
                ? "it is unknown whether these rows are loaded; no row after them is"
                : "neither these rows nor the rows after them are loaded";
        return ("the storage failed at lines %d to %d%s (%s): %s; " + "send the upload again; no code is added twice")
                .formatted(
                        failed.firstLine(),
                        failed.lastLine(),
                        failed.file().map(" of "::concat).orElse(""),
                        cause.getMessage(),
                        what);
    }
}
