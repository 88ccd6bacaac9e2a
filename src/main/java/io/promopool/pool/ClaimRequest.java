package io.promopool.pool;

import java.util.Objects;

/** A claim as it is asked for: which codes fit, and the key of the send it is for. */
public record ClaimRequest(CodeFilter filter, String key) {
    public ClaimRequest {
        Objects.requireNonNull(filter);
        key = Text.key(key);
    }
}
