package io.promopool.upload;

import io.promopool.pool.Text;
import java.util.Arrays;

/** The texts of one row, before they mean anything. One object serves all rows of a file, one after the other. */
final class RawRow {
    private final String[] texts = new String[Field.values().length];

    RawRow() {
        clear();
    }

    void clear() {
        Arrays.fill(texts, "");
    }

    void set(Field field, String text) {
        texts[field.ordinal()] = Text.trim(text);
    }

    /** Trimmed; the empty text where the row leaves the field out. */
    String get(Field field) {
        return texts[field.ordinal()];
    }
}
