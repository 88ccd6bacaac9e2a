package io.promopool.pool;

import java.util.Locale;
import java.util.Optional;

/** The state of a code. At any instant a code is in exactly one state. */
public enum CodeState {
    /** Can be claimed, if it is valid for as long as the claim requires. */
    AVAILABLE,
    /** Was claimed; stays claimed forever. */
    CLAIMED,
    /** Must not be claimed; can be made available again. */
    RETIRED,
    /** Neither claimed nor retired, and its expiration date has come. */
    EXPIRED;

    /** The name in lower case, as the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with this label; empty if there is none. */
    public static Optional<CodeState> ofLabel(String label) {
        for (CodeState state : values()) {
            if (state.label().equals(label)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
