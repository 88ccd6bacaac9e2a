package io.promopool.auth;

import java.util.Locale;
import java.util.Optional;

/** What an API key allows. */
public enum Role {
    /** Claim codes, and look up claims by their key. */
    CLAIM,
    /** Upload codes, retire them, make them available again, and set alert levels. */
    UPLOAD,
    /** Look up and count everything: codes, claims, types, alerts and metrics. */
    READ,
    /** Everything. */
    ADMIN;

    /** The name in lower case, as in the settings and in problems. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with this label; empty if there is no such role. */
    public static Optional<Role> ofLabel(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
