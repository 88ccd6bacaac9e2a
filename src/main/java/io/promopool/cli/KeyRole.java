package io.promopool.cli;

import java.util.Locale;

/** The roles of an API key, as the service spells them. */
enum KeyRole {
    CLAIM,
    UPLOAD,
    READ,
    ADMIN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
