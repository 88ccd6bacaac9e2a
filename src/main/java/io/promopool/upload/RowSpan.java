package io.promopool.upload;

import java.util.Objects;
import java.util.Optional;

/**
 * Where rows are in an upload: from one line of a file to another, both included.
 *
 * @param file name of the file, if the upload is a form with files
 * @param firstLine from 1; a JSON array counts elements
 * @param lastLine not before {@code firstLine}
 */
public record RowSpan(Optional<String> file, long firstLine, long lastLine) {
    public RowSpan {
        Objects.requireNonNull(file);
    }
}
