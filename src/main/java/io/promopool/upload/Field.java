package io.promopool.upload;

import java.util.Optional;

/** The fields of a row: columns of a CSV file, members of a JSON object. */
enum Field {
    CODE("code"),
    TYPE("type"),
    DISCOUNT("discount"),
    EXPIRATION_DATE("expirationDate"),
    IN_USE("inUse");

    /** The names of all fields but the code, for messages. */
    static final String OTHER_NAMES = "type, discount, expirationDate and inUse";

    /** The names of all fields, for messages. */
    static final String NAMES = "code, " + OTHER_NAMES;

    /** What an error names as its field if it is about the whole row. */
    static final String WHOLE_ROW = "row";

    private final String label;

    Field(String label) {
        this.label = label;
    }

    /** The field's name. */
    String label() {
        return label;
    }

    /** The field with this name, in upper or lower case; empty if there is none. */
    static Optional<Field> named(String name) {
        for (Field field : values()) {
            if (field.label.equalsIgnoreCase(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
