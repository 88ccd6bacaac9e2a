package io.promopool.pool;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One row of an upload. If a part is absent, a known code keeps its value; a new code must have a type, and gets
 * discount 0, no expiration date and inUse=false.
 *
 * @param line the line of the row in its file, from 1; in a JSON array, the number of the element
 * @param inUse true = the code is not to be handed out: a known code is retired, a new code is added as retired
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
