package io.promopool.model;

import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.RowOutcome.Accepted;
import io.promopool.pool.RowOutcome.Rejected;
import io.promopool.pool.UploadRow;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a row does to a code: one method for each state that the code can be in.
 *
 * @param now the instant at which rows are judged
 * @param reactivate whether rows may make retired codes available again
 */
record UploadTable(Instant now, boolean reactivate) {
    /**
     * @param outcome of a rejection, only the field is compared
     * @param after the code afterwards; absent if there is none
     */
    record Judgement(RowOutcome outcome, Optional<ModelCode> after) {}

    /** @param place the place in upload order that the code gets if it is new */
    Judgement judgeNew(UploadRow row, long place) {
        if (row.type().isEmpty()) {
            return new Judgement(rejected("type"), Optional.empty());
        }
        Lot lot = new Lot(
                row.type().get(), row.discount().orElse(0), row.expiration().orElse(Expiration.NEVER));
        boolean retired = row.inUse().orElse(false);
        if (!retired && lot.expiration().isPastAt(now)) {
            return new Judgement(rejected("expirationDate"), Optional.empty());
        }
        OptionalLong order = retired ? OptionalLong.empty() : OptionalLong.of(place);
        return accepted(Accepted.ADDED, new ModelCode(row.code(), lot, retired, Optional.empty(), order));
    }

    Judgement judgeKnown(UploadRow row, ModelCode code) {
        if (row.type().isPresent() && !row.type().get().equals(code.lot().type())) {
            return unchanged(rejected("type"), code);
        }
        Lot target = new Lot(
                code.lot().type(),
                row.discount().orElse(code.lot().discount()),
                row.expiration().orElse(code.lot().expiration()));
        return switch (code.stateAt(now)) {
            case AVAILABLE -> row.inUse().orElse(false) ? retire(code) : move(code, target);
            case EXPIRED -> row.inUse().orElse(false) ? retire(code) : extend(code, target);
            case RETIRED ->
                row.inUse().orElse(true) ? unchanged(Accepted.UNCHANGED, code) : makeAvailable(code, target);
            case CLAIMED -> unchanged(row.inUse().orElse(true) ? Accepted.UNCHANGED : rejected("inUse"), code);
        };
    }

    private Judgement move(ModelCode code, Lot target) {
        if (target.equals(code.lot())) {
            return unchanged(Accepted.UNCHANGED, code);
        }
        return target.expiration().isPastAt(now)
                ? unchanged(rejected("expirationDate"), code)
                : accepted(Accepted.UPDATED, code.putInto(target));
    }

    private Judgement extend(ModelCode code, Lot target) {
        return target.expiration().isPastAt(now)
                ? unchanged(Accepted.UNCHANGED, code)
                : accepted(Accepted.UPDATED, code.putInto(target));
    }

    private Judgement makeAvailable(ModelCode code, Lot target) {
        if (!reactivate) {
            return unchanged(rejected("inUse"), code);
        }
        return target.expiration().isPastAt(now)
                ? unchanged(rejected("expirationDate"), code)
                : accepted(Accepted.REACTIVATED, code.putInto(target));
    }

    private static Judgement retire(ModelCode code) {
        return accepted(Accepted.RETIRED, code.retire());
    }

    private static Judgement accepted(Accepted outcome, ModelCode after) {
        return new Judgement(outcome, Optional.of(after));
    }

    private static Judgement unchanged(RowOutcome outcome, ModelCode code) {
        return new Judgement(outcome, Optional.of(code));
    }

    private static Rejected rejected(String field) {
        return new Rejected(field, "");
    }
}
