package io.promopool.auth;

import java.util.Locale;
import java.util.Optional;

/** What a key may do. */
public enum Role {
    /** Claim codes, and look claims up. */
    CLAIM,
    /** Upload codes, retire them and put them back. */
    UPLOAD,
    /** Look up and count everything. */
    READ,
    /** All of it. */
    ADMIN;

    /** The name in lower case, as keys and problems spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that label; empty where there is none. */
    public static Optional<Role> ofLabel(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
