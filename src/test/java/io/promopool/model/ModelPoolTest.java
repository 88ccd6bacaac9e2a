package io.promopool.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.promopool.model.ModelPool.Expected;
import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool.Preview;
import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.UploadRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelPoolTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final long DAY = 86_400;

    private Instant now = START;
    private final ModelPool pool = new ModelPool(() -> now);

    @Test
    void a_claim_gets_the_first_code_of_the_lot_that_expires_soonest() {
        add("forever", 5, Expiration.NEVER);
        add("late", 5, inDays(2));
        add("soon-1", 5, inDays(1));
        add("soon-2", 5, inDays(1));
        assertEquals(Set.of("soon-1"), pool.candidates(any(0)));
        claim("k1", "soon-1");
        claim("k2", "soon-2");
        claim("k3", "late");
        claim("k4", "forever");
        assertEquals(exactly(new ClaimOutcome.Exhausted(any(0))), pool.expectClaim(new ClaimRequest(any(0), "k5")));
    }

    @Test
    void if_dates_are_equal_the_older_lot_comes_first() {
        add("old", 50, inDays(1));
        add("new", 5, inDays(1));
        assertEquals(new Preview.Served(new Lot("t", 50, inDays(1))), pool.preview(any(0)));
        assertEquals(Set.of("new"), pool.candidates(new CodeFilter("t", OptionalInt.of(5), 0)));
    }

    @Test
    void a_code_must_be_valid_for_more_than_the_days_in_the_claim() {
        add("a", 5, inDays(1));
        add("b", 5, new Expiration(inDays(1).epochSecond() + 1));
        assertEquals(Set.of("b"), pool.candidates(any(1)));
        assertEquals(OptionalLong.of(1), pool.count(any(1)));
        assertEquals(OptionalLong.of(2), pool.count(any(0)));
    }

    @Test
    void a_code_is_expired_from_the_instant_of_its_date_on() {
        add("a", 5, inDays(1));
        now = START.plusSeconds(DAY).minusMillis(1);
        assertEquals(CodeState.AVAILABLE, state("a"));
        now = START.plusSeconds(DAY);
        assertEquals(CodeState.EXPIRED, state("a"));
        assertEquals(Set.of(), pool.candidates(any(0)));
        assertEquals(new PoolCounts(0, 0, 0, 1), pool.type("t").orElseThrow().counts());
    }

    @Test
    void a_key_gets_the_same_code_again_also_after_its_date() {
        add("a", 5, inDays(1));
        Claim first = claim("k", "a");
        now = START.plusSeconds(3 * DAY);
        assertEquals(exactly(new ClaimOutcome.Claimed(first, true)), pool.expectClaim(new ClaimRequest(any(30), "k")));
        CodeFilter otherDiscount = new CodeFilter("t", OptionalInt.of(6), 0);
        assertEquals(
                exactly(new ClaimOutcome.KeyReused(first)), pool.expectClaim(new ClaimRequest(otherDiscount, "k")));
        CodeFilter otherType = new CodeFilter("u", OptionalInt.empty(), 0);
        assertEquals(exactly(new ClaimOutcome.KeyReused(first)), pool.expectClaim(new ClaimRequest(otherType, "k")));
    }

    @Test
    void a_type_is_unknown_until_a_code_of_it_was_added() {
        pool.load(List.of(row("a", 5, new Expiration(0), false)), new LoadMode(false, false));
        pool.load(List.of(row("b", 5, Expiration.NEVER, false)), new LoadMode(true, false));
        assertEquals(new Preview.NotServed(new ClaimOutcome.UnknownType("t")), pool.preview(any(0)));
        assertEquals(OptionalLong.empty(), pool.count(any(0)));
        assertEquals(Optional.empty(), pool.type("t"));
        assertEquals(List.of(), pool.types());
    }

    @Test
    void a_code_that_was_made_available_again_may_be_anywhere_in_its_lot() {
        add("a", 5, inDays(1));
        add("b", 5, inDays(1));
        add("c", 5, inDays(1));
        pool.setInUse("c", true);
        assertEquals(Set.of("a"), pool.candidates(any(0)));
        pool.setInUse("c", false);
        assertEquals(Set.of("a", "c"), pool.candidates(any(0)));
        assertThrows(IllegalArgumentException.class, () -> claim("k", "b"));
    }

    @Test
    void a_claimed_code_stays_claimed() {
        add("a", 5, inDays(1));
        Claim claim = claim("k", "a");
        assertEquals(new SetInUseOutcome.AlreadyClaimed(claim), pool.setInUse("a", false));
        assertEquals(new SetInUseOutcome.Done(pool.find("a").orElseThrow(), false), pool.setInUse("a", true));
        assertEquals(CodeState.CLAIMED, state("a"));
        assertEquals(new SetInUseOutcome.UnknownCode("z"), pool.setInUse("z", true));
    }

    @Test
    void a_code_made_available_again_after_its_date_is_expired() {
        add("a", 5, inDays(1));
        pool.setInUse("a", true);
        now = START.plusSeconds(DAY);
        assertEquals(CodeState.RETIRED, state("a"));
        pool.setInUse("a", false);
        assertEquals(CodeState.EXPIRED, state("a"));
    }

    @Test
    void lots_are_listed_by_date_and_hold_all_codes() {
        add("n", 5, Expiration.NEVER);
        add("b", 5, inDays(2));
        add("a", 5, inDays(1));
        add("moved", 9, inDays(1));
        pool.load(List.of(row("moved", 5, inDays(2), false)), new LoadMode(false, false));
        assertEquals(
                List.of(
                        new LotCounts(new Lot("t", 5, inDays(1)), new PoolCounts(1, 0, 0, 0)),
                        new LotCounts(new Lot("t", 5, inDays(2)), new PoolCounts(2, 0, 0, 0)),
                        new LotCounts(new Lot("t", 5, Expiration.NEVER), new PoolCounts(1, 0, 0, 0))),
                pool.lots("t"));
    }

    private void add(String code, int discount, Expiration date) {
        pool.load(List.of(row(code, discount, date, false)), new LoadMode(false, false));
    }

    private static UploadRow row(String code, int discount, Expiration date, boolean inUse) {
        return new UploadRow(
                1, code, Optional.of("t"), OptionalInt.of(discount), Optional.of(date), Optional.of(inUse));
    }

    private Claim claim(String key, String code) {
        return pool.forceClaim(new ClaimRequest(any(0), key), code);
    }

    private CodeState state(String code) {
        return pool.find(code).orElseThrow().state();
    }

    private static CodeFilter any(int days) {
        return new CodeFilter("t", OptionalInt.empty(), days);
    }

    private static Expected exactly(ClaimOutcome outcome) {
        return new Expected.Exactly(outcome);
    }

    private static Expiration inDays(int days) {
        return new Expiration(START.getEpochSecond() + days * DAY);
    }
}
