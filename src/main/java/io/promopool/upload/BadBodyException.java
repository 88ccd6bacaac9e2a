package io.promopool.upload;

import io.promopool.pool.UploadReport;
import io.promopool.upload.UploadFailure.Kind;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The body can't be read any further. The message is for the person who sent it.
 *
 * <p>An {@link IOException}, because streams and readers throw it through the parsers of libraries.
 */
final class BadBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Optional<String> field;

    private BadBodyException(Kind kind, String message, Optional<String> field) {
        super(message);
        this.kind = Objects.requireNonNull(kind);
        this.field = Objects.requireNonNull(field);
    }

    static BadBodyException malformed(String message) {
        return new BadBodyException(Kind.MALFORMED, message, Optional.empty());
    }

    static BadBodyException malformedField(String field, String message) {
        return new BadBodyException(Kind.MALFORMED, message, Optional.of(field));
    }

    static BadBodyException unsupported(String message) {
        return new BadBodyException(Kind.UNSUPPORTED_MEDIA_TYPE, message, Optional.empty());
    }

    static BadBodyException tooLarge(long maxBytes) {
        return new BadBodyException(
                Kind.TOO_LARGE,
                "the upload is larger than " + maxBytes + " bytes (unpacked); split it into several uploads",
                Optional.empty());
    }

    /** What a failed read means: the reason in a BadBodyException among its causes, or that the body is incomplete. */
    static BadBodyException of(IOException failure) {
        Throwable root = failure;
        while (!(root instanceof BadBodyException) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof BadBodyException bad) {
            return bad;
        }
        BadBodyException bad =
                malformed("the body ended too early: the file is incomplete, or the connection was lost");
        bad.initCause(failure);
        return bad;
    }

    /** The same failure, with the name of the file that it is in. */
    BadBodyException inFile(String file) {
        BadBodyException named = new BadBodyException(kind, "file \"" + file + "\": " + getMessage(), field);
        named.initCause(this);
        return named;
    }

    /** @param report what became of the rows before the place of the failure */
    UploadFailure toFailure(UploadReport report) {
        return new UploadFailure(kind, field, report, this);
    }
}
