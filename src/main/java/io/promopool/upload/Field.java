package io.promopool.upload;

import java.util.Optional;

/** The fields of a row: columns of a CSV, members of a JSON object. */
enum Field {
    CODE("code"),
    TYPE("type"),
    DISCOUNT("discount"),
    EXPIRATION_DATE("expirationDate"),
    IN_USE("inUse");

    /** All names, for a message that tells what is taken. */
    static final String NAMES = "code, type, discount, expirationDate and inUse";

    /** The field of an error that is not the fault of one field. */
    static final String WHOLE_ROW = "row";

    private final String label;

    Field(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The field of that name, in any case. */
    static Optional<Field> named(String name) {
        for (Field field : values()) {
            if (field.label.equalsIgnoreCase(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
