package io.promopool.pool;

import java.util.Objects;

/** A value breaks a rule of the domain. Nothing was read or changed. A retry with the same value fails again. */
public final class InvalidFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the name of the field with the value, as callers spell it
     * @param reason what is wrong with the value and what to do, for a person; it reads on from the field's name
     */
    public InvalidFieldException(String field, String reason) {
        super(Objects.requireNonNull(reason));
        this.field = Objects.requireNonNull(field);
    }

    /** The name of the field, as callers spell it. */
    public String field() {
        return field;
    }

    /** What is wrong with the value and what to do, for a person. */
    public String reason() {
        return getMessage();
    }
}
