package io.promopool.pool;

import java.time.Instant;
import java.util.Objects;

/**
 * The record that a code was claimed with a key. It never changes and is never removed.
 *
 * @param key the claim key, which identifies the message that the code is for
 * @param claimedAt when the code was claimed, to the second
 */
public record Claim(String key, String code, Lot lot, Instant claimedAt) {
    public Claim {
        Objects.requireNonNull(key);
        Objects.requireNonNull(code);
        Objects.requireNonNull(lot);
        Objects.requireNonNull(claimedAt);
    }
}
