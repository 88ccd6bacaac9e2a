package io.promopool.upload;

import java.util.Objects;
import java.util.Optional;

/**
 * Rows that were sent to the storage and for which no answer came: all of them are loaded, or none.
 *
 * @param file the name of the file, where an upload has several
 * @param firstLine where the first of them stands in its file, from 1
 * @param lastLine where the last of them stands
 */
public record UnknownRows(Optional<String> file, long firstLine, long lastLine) {
    public UnknownRows {
        Objects.requireNonNull(file);
    }
}
