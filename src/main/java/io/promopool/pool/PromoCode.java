package io.promopool.pool;

import java.util.Objects;
import java.util.Optional;

/**
 * One code as it stands at one instant.
 *
 * @param claim there if and only if the state is {@link CodeState#CLAIMED}
 */
public record PromoCode(String code, Lot lot, CodeState state, Optional<Claim> claim) {
    public PromoCode {
        Objects.requireNonNull(code);
        Objects.requireNonNull(lot);
        Objects.requireNonNull(state);
        if (claim.isPresent() != (state == CodeState.CLAIMED)) {
            throw new IllegalArgumentException("a claim goes with the state claimed alone");
        }
    }

    /** Not to be given out: claimed or retired. */
    public boolean inUse() {
        return state == CodeState.CLAIMED || state == CodeState.RETIRED;
    }
}
