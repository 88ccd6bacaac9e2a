package io.promopool.pool;

import java.util.Locale;

/** What the stock of a type means by its levels; a later constant is worse. */
public enum AlertState {
    OK,
    WARNING,
    ALARM,
    EXHAUSTED;

    /** The name in lower case, as the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
