package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The claim key as the header {@code Idempotency-Key} (Internet draft draft-ietf-httpapi-idempotency-key-header), an
 * alternative to the field {@code key} of the body.
 */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    private IdempotencyKey() {}

    /**
     * Reads the key; empty if there is no such header.
     *
     * @throws InvalidFieldException if the key is not printable ASCII, too long, blank, or sent twice
     */
    static Optional<String> of(Context ctx) {
        return of(Collections.list(ctx.req().getHeaders(HEADER)));
    }

    /** Like {@link #of(Context)}, from the values of all headers of that name. */
    static Optional<String> of(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new InvalidFieldException(HEADER, "appears twice; send it once");
        }
        String value = values.get(0);
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!printable || value.isBlank() || value.length() > Text.MAX_KEY_LENGTH) {
            throw new InvalidFieldException(
                    HEADER,
                    "must be 1 to 255 printable ASCII characters; a key with other characters must be sent in the body,"
                            + " in the field \"key\"");
        }
        return Optional.of(value);
    }

    /**
     * Returns the claim with the key of the header, if there is one.
     *
     * @throws InvalidFieldException if the body has a different key
     */
    static ClaimBody addTo(ClaimBody claim, Optional<String> header) {
        if (header.isEmpty()) {
            return claim;
        }
        ClaimBody keyed = claim.withKey(header.get());
        if (claim.key().isPresent() && !claim.key().equals(keyed.key())) {
            throw new InvalidFieldException(
                    "key", "differs from the header Idempotency-Key; send only one of them, or the same key in both");
        }
        return keyed;
    }
}
