package io.promopool.pool;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One row of an upload. A part that is absent keeps what a known code has; a new code gets discount 0, never expires,
 * is not in use, and must have a type.
 *
 * @param line where the row stands in its file, from 1
 */
public record UploadRow(
        long line,
        String code,
        Optional<String> type,
        OptionalInt discount,
        Optional<Expiration> expiration,
        Optional<Boolean> inUse) {
    public UploadRow {
        code = Text.code(code);
        type = type.map(Text::type);
        discount.ifPresent(Discount::check);
        Objects.requireNonNull(expiration);
        Objects.requireNonNull(inUse);
    }
}
