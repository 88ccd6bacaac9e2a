package io.promopool.pool;

import java.util.Objects;

/**
 * A claim as a caller makes it.
 *
 * @param filter which codes fit
 * @param key the claim key, which identifies the message that the code is for; see {@link Text#key}
 */
public record ClaimRequest(CodeFilter filter, String key) {
    public ClaimRequest {
        Objects.requireNonNull(filter);
        key = Text.key(key);
    }
}
