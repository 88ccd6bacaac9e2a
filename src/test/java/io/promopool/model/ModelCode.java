package io.promopool.model;

import io.promopool.pool.Claim;
import io.promopool.pool.CodeState;
import io.promopool.pool.Lot;
import io.promopool.pool.PromoCode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All there is to know of one code.
 *
 * @param retired taken out; a claimed code is not retired
 * @param place its place in upload order; absent once it was ever retired, put back or moved, since then nothing says
 *     where in its lot it stands
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

    /** Available, as far as its date allows, in that lot. */
    ModelCode putInto(Lot target) {
        return new ModelCode(code, target, false, claim, OptionalLong.empty());
    }

    ModelCode claimedBy(String key, Instant at) {
        Claim made = new Claim(key, code, lot, Instant.ofEpochSecond(at.getEpochSecond()));
        return new ModelCode(code, lot, false, Optional.of(made), OptionalLong.empty());
    }
}
