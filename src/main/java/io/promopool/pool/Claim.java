package io.promopool.pool;

import java.time.Instant;
import java.util.Objects;

/**
 * The record that a code was given to a claim key. It never changes and is never removed.
 *
 * @param claimedAt when, to the second
 */
public record Claim(String key, String code, Lot lot, Instant claimedAt) {
    public Claim {
        Objects.requireNonNull(key);
        Objects.requireNonNull(code);
        Objects.requireNonNull(lot);
        Objects.requireNonNull(claimedAt);
    }
}
