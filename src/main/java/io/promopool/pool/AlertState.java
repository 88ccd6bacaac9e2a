package io.promopool.pool;

import java.util.Locale;

/** How a type stands, the worst last. */
public enum AlertState {
    OK,
    WARNING,
    ALARM,
    EXHAUSTED;

    /** As callers spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
