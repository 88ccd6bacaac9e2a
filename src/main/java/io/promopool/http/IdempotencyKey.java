package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The claim key in its other place, the header of that name. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    private IdempotencyKey() {}

    /** @throws InvalidFieldException where it is not printable ASCII, too long, or given twice */
    static Optional<String> of(Context ctx) {
        return of(Collections.list(ctx.req().getHeaders(HEADER)));
    }

    /** The same, from all headers of that name. */
    static Optional<String> of(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new InvalidFieldException(HEADER, "is given twice; leave one of them out");
        }
        String value = values.get(0);
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!printable || value.isBlank() || value.length() > Text.MAX_KEY_LENGTH) {
            throw new InvalidFieldException(
                    HEADER, "takes 1 to 255 printable ASCII characters; give other keys in the field key of the body");
        }
        return Optional.of(value);
    }

    /** @throws InvalidFieldException where header and body name two keys */
    static ClaimBody agree(ClaimBody claim, Optional<String> header) {
        if (header.isEmpty()) {
            return claim;
        }
        ClaimBody named = claim.withKey(header.get());
        if (claim.key().isPresent() && !claim.key().equals(named.key())) {
            throw new InvalidFieldException(
                    "key",
                    "is not the one of the header Idempotency-Key; give the same twice, or leave one of them out");
        }
        return named;
    }
}
