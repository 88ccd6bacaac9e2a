package io.promopool.pool;

import java.util.Objects;
import java.util.Optional;

/**
 * A code and its state at one instant.
 *
 * @param claim present if and only if the state is {@link CodeState#CLAIMED}
 */
public record PromoCode(String code, Lot lot, CodeState state, Optional<Claim> claim) {
    public PromoCode {
        Objects.requireNonNull(code);
        Objects.requireNonNull(lot);
        Objects.requireNonNull(state);
        if (claim.isPresent() != (state == CodeState.CLAIMED)) {
            throw new IllegalArgumentException("a code has a claim if and only if it is claimed");
        }
    }

    /** Whether the code is not to be handed out: it is claimed or retired. */
    public boolean inUse() {
        return state == CodeState.CLAIMED || state == CodeState.RETIRED;
    }
}
