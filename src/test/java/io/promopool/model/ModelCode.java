package io.promopool.model;

import io.promopool.pool.Claim;
import io.promopool.pool.CodeState;
import io.promopool.pool.Lot;
import io.promopool.pool.PromoCode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of one code.
 *
 * @param retired whether the code is retired; a claimed code is not
 * @param place its place in upload order; absent if the code was ever retired or moved, because then its place in its
 *     lot is undefined
 */
record ModelCode(String code, Lot lot, boolean retired, Optional<Claim> claim, OptionalLong place) {
    CodeState stateAt(Instant now) {
        if (claim.isPresent()) {
            return CodeState.CLAIMED;
        }
        if (retired) {
            return CodeState.RETIRED;
        }
        return lot.expiration().isPastAt(now) ? CodeState.EXPIRED : CodeState.AVAILABLE;
    }

    PromoCode at(Instant now) {
        return new PromoCode(code, lot, stateAt(now), claim);
    }

    ModelCode retire() {
        return new ModelCode(code, lot, true, claim, OptionalLong.empty());
    }

    /** Moves the code into that lot. It is available unless the date is past. */
    ModelCode putInto(Lot target) {
        return new ModelCode(code, target, false, claim, OptionalLong.empty());
    }

    ModelCode claimedBy(String key, Instant at) {
        Claim made = new Claim(key, code, lot, Instant.ofEpochSecond(at.getEpochSecond()));
        return new ModelCode(code, lot, false, Optional.of(made), OptionalLong.empty());
    }
}
