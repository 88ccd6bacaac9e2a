package io.promopool.pool;

import java.util.Locale;
import java.util.Optional;

/** What a code is at one instant: exactly one of these. */
public enum CodeState {
    /** Can be given out, if it is valid for as long as the claim asks. */
    AVAILABLE,
    /** Was given out; stays so for ever. */
    CLAIMED,
    /** Taken out by its owner; can be put back. */
    RETIRED,
    /** Neither claimed nor retired, and its date has come. */
    EXPIRED;

    /** The name in lower case, as the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that label; empty where there is none. */
    public static Optional<CodeState> ofLabel(String label) {
        for (CodeState state : values()) {
            if (state.label().equals(label)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
