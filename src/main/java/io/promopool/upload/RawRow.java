package io.promopool.upload;

import io.promopool.pool.Text;
import java.util.Arrays;

/** The texts of one row, before they are parsed. One object is reused for all rows of a file. */
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

    /** The trimmed text of a field; empty if the row does not have the field. */
    String get(Field field) {
        return texts[field.ordinal()];
    }
}
