package io.promopool.pool;

import java.util.Locale;

/** What the stock of a type means by its levels; a later constant is worse. */
public enum AlertState {
    /** More codes are available than the warning level. */
    OK,
    /** The stock is at the warning level or below it, and above the alarm level. */
    WARNING,
    /** The stock is at the alarm level or below it. */
    ALARM,
    /** No code is available. */
    EXHAUSTED;

    /** The name in lower case, as the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
