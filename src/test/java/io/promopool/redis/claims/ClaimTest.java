package io.promopool.redis.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool.Preview;
import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClaimTest extends PoolCase {
    @Test
    void a_key_gets_a_code_and_the_record_has_the_code_and_the_time() {
        load(row("A").type("birthday").discount(10).expires(Duration.ofDays(3)));

        ClaimOutcome.Claimed outcome =
                assertInstanceOf(ClaimOutcome.Claimed.class, claim(request("birthday", 10, 2, "run-1")));

        Claim expected = new Claim("run-1", "A", new Lot("birthday", 10, in(Duration.ofDays(3))), START);
        assertEquals(new ClaimOutcome.Claimed(expected, false), outcome);
        assertEquals(expected, pool.findClaim("run-1").orElseThrow());
        assertEquals(expected, pool.find("A").orElseThrow().claim().orElseThrow());
    }

    @Test
    void a_repeated_key_gets_the_same_code_again_also_after_its_date() {
        load(row("A").type("t").discount(5).expires(Duration.ofDays(1)));
        add("t", "B");
        assertEquals("A", claimed("t", "k"));

        clock.forward(Duration.ofDays(30));

        ClaimOutcome.Claimed again = assertInstanceOf(ClaimOutcome.Claimed.class, claim(request("t", 5, 99, "k")));
        assertEquals("A", again.claim().code());
        assertTrue(again.replayed());
        assertEquals(START, again.claim().claimedAt());
    }

    @Test
    void a_key_of_any_length_is_recorded() {
        for (int length = 1; length <= 255; length++) {
            add("t", "C" + length);
        }
        for (int length = 1; length <= 255; length++) {
            String key = "ключ,1c:".repeat(40).substring(0, length);
            assertEquals("C" + length, claimed("t", key));
            assertEquals("C" + length, claimed("t", key));
            assertEquals(
                    key,
                    pool.find("C" + length).orElseThrow().claim().orElseThrow().key());
            assertEquals(
                    CodeState.CLAIMED,
                    ((SetInUseOutcome.Done) pool.setInUse("C" + length, true))
                            .code()
                            .state());
            assertEquals("unchanged", load(row("C" + length)));
        }
    }

    @Test
    void a_repeated_key_with_another_type_or_discount_is_refused() {
        load(row("A").type("t").discount(5));
        add("u", "B");
        assertEquals("A", claimed("t", "k"));

        assertInstanceOf(ClaimOutcome.KeyReused.class, claim(request("u", "k")));
        assertInstanceOf(ClaimOutcome.KeyReused.class, claim(request("never uploaded", "k")));
        assertInstanceOf(ClaimOutcome.KeyReused.class, claim(request("t", 6, 0, "k")));
        assertEquals(new PoolCounts(1, 0, 0, 0), counts("u"));
    }

    @Test
    void the_lot_that_expires_soonest_comes_first_and_those_that_never_expire_last() {
        add("t", "never");
        load(row("late").type("t").expires(Duration.ofDays(9)));
        load(row("soon").type("t").discount(50).expires(Duration.ofDays(2)));

        assertEquals("soon", claimed("t", "1"));
        assertEquals("late", claimed("t", "2"));
        assertEquals("never", claimed("t", "3"));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "4")));
    }

    @Test
    void if_dates_are_equal_the_older_lot_comes_first_and_a_lot_keeps_the_order_of_the_upload() {
        load(row("b1").type("t").discount(20).expires(Duration.ofDays(1)));
        load(row("a1").type("t").discount(10).expires(Duration.ofDays(1)));
        load(row("b2").type("t").discount(20).expires(Duration.ofDays(1)));
        load(row("b0").type("t").discount(20).expires(Duration.ofDays(1)));

        assertEquals("b1", claimed("t", "1"));
        assertEquals("b2", claimed("t", "2"));
        assertEquals("b0", claimed("t", "3"));
        assertEquals("a1", claimed("t", "4"));
    }

    @Test
    void a_claim_gets_the_discount_that_it_requests() {
        load(row("ten").type("t").discount(10).expires(Duration.ofDays(1)));
        load(row("twenty").type("t").discount(20).expires(Duration.ofDays(2)));

        assertEquals("twenty", claimed(request("t", 20, 0, "1")));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", 20, 0, "2")));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", 0, 0, "2")));
        assertEquals("ten", claimed(request("t", 10, 0, "2")));
    }

    @Test
    void days_are_counted_strictly_and_alike_for_claim_count_and_preview() {
        load(row("A").type("t").expires(Duration.ofDays(7)));
        CodeFilter sevenDays = new CodeFilter("t", OptionalInt.empty(), 7);

        assertEquals(OptionalLong.of(0), pool.count(sevenDays));
        assertInstanceOf(Preview.NotServed.class, pool.preview(sevenDays));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", null, 7, "k")));

        clock.set(START.minusSeconds(1));
        assertEquals(OptionalLong.of(1), pool.count(sevenDays));
        assertInstanceOf(Preview.Served.class, pool.preview(sevenDays));
        assertEquals("A", claimed(request("t", null, 7, "k")));
    }

    @Test
    void a_code_is_expired_from_the_instant_of_its_date_on() {
        load(row("A").type("t").expires(Duration.ofSeconds(10)));
        clock.forward(Duration.ofMillis(9_999));
        assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));

        clock.forward(Duration.ofMillis(1));

        assertEquals(new PoolCounts(0, 0, 0, 1), counts("t"));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "k")));
    }

    @Test
    void a_fraction_of_a_second_before_its_date_a_code_is_still_handed_out() {
        load(row("A").type("t").expires(Duration.ofSeconds(10)));
        clock.forward(Duration.ofMillis(9_999));
        assertEquals("A", claimed("t", "k"));
    }

    @Test
    void an_unknown_type_and_an_exhausted_one_have_different_outcomes_and_neither_uses_the_key() {
        add("t", "A");
        assertEquals("A", claimed("t", "1"));

        assertEquals(new ClaimOutcome.UnknownType("x"), claim(request("x", "2")));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "2")));
        assertTrue(pool.findClaim("2").isEmpty());

        add("t", "B");
        assertEquals("B", claimed("t", "2"));
    }

    @Test
    void a_preview_names_the_lot_and_claims_nothing() {
        load(row("A").type("t").discount(10).expires(Duration.ofDays(1)));
        add("t", "B");

        CodeFilter any = new CodeFilter("t", OptionalInt.empty(), 0);
        assertEquals(new Preview.Served(new Lot("t", 10, in(Duration.ofDays(1)))), pool.preview(any));
        CodeFilter never = new CodeFilter("t", OptionalInt.of(0), 36_500);
        assertEquals(new Preview.Served(new Lot("t", 0, Expiration.NEVER)), pool.preview(never));
        CodeFilter unknown = new CodeFilter("x", OptionalInt.empty(), 0);
        assertEquals(new Preview.NotServed(new ClaimOutcome.UnknownType("x")), pool.preview(unknown));
        assertEquals(new PoolCounts(2, 0, 0, 0), counts("t"));
    }
}
