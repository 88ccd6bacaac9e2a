package io.promopool.redis.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.PoolCounts;
import io.promopool.redis.claims.ClaimScript.ClaimReply;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls in which some claims are ordinary and others are not: claim.lua goes on where each of its two parts ends. */
class BatchOfClaimsTest extends PoolCase {
    private static final String LONG = "k".repeat(200);

    /** What each claim got: its code, with * if it was a repeat; or the kind of its outcome. */
    private String results(ClaimRequest... requests) {
        return claimTogether(requests).stream().map(BatchOfClaimsTest::name).collect(Collectors.joining(" "));
    }

    private static String name(ClaimReply reply) {
        if (reply instanceof ClaimReply.Answered answered) {
            return answered.outcome() instanceof ClaimOutcome.Claimed claimed
                    ? claimed.claim().code() + (claimed.replayed() ? "*" : "")
                    : answered.outcome().getClass().getSimpleName();
        }
        return reply.getClass().getSimpleName();
    }

    private void addNumbered(String type, int codes) {
        add(type, IntStream.range(0, codes).mapToObj(i -> type + i).toArray(String[]::new));
    }

    @Test
    void known_keys_do_not_disturb_the_others() {
        addNumbered("t", 20);
        assertEquals("t0 t1", results(request("t", "a"), request("t", "b")));
        assertEquals(
                "t2 t0* t3 t2* t1* t4",
                results(
                        request("t", "c"),
                        request("t", "a"),
                        request("t", "d"),
                        request("t", "c"),
                        request("t", "b"),
                        request("t", "e")));
        assertEquals(new PoolCounts(15, 5, 0, 0), counts("t"));
    }

    @Test
    void a_long_key_in_the_middle_gets_the_next_code() {
        addNumbered("t", 20);
        assertEquals(
                "t0 t1 t2 t0* t1* KeyReused",
                results(
                        request("t", "a"),
                        request("t", LONG),
                        request("t", "b"),
                        request("t", "a"),
                        request("t", LONG),
                        request("t", 7, 0, "b")));
        assertEquals("t1*", results(request("t", LONG)));
    }

    @Test
    void stale_hints_in_the_middle_are_skipped() {
        addNumbered("t", 20);
        pool.setInUse("t1", true);
        pool.setInUse("t3", true);
        assertEquals(
                "t0 t2 t4 t5", results(request("t", "a"), request("t", "b"), request("t", "c"), request("t", "d")));
        assertEquals(
                List.of(),
                raw.hints("1").stream().filter(hint -> hint.endsWith("t3")).toList());
    }

    @Test
    void filters_that_share_a_lot_or_a_type_share_its_codes_and_counters() {
        load(row("five0").type("t").discount(5).expires(Duration.ofDays(9)));
        for (int i = 1; i < 20; i++) {
            load(row("five" + i).type("t").discount(5).expires(Duration.ofDays(9)));
            load(row("six" + i).type("t").discount(6).expires(Duration.ofDays(99)));
        }
        assertEquals(
                "five0 five1 six1 five2 six2 UnknownType five3",
                results(
                        request("t", null, 0, "a"),
                        request("t", 5, 3, "b"),
                        request("t", 6, 0, "c"),
                        request("t", null, 0, "d"),
                        request("t", null, 30, "e"),
                        request("none", "f"),
                        request("t", 5, 3, "g")));
        assertEquals(new PoolCounts(33, 6, 0, 0), counts("t"));
    }

    @Test
    void a_lot_that_ends_in_the_middle_is_followed_by_the_next() {
        load(row("soon0").type("t").expires(Duration.ofDays(1)));
        load(row("soon1").type("t").expires(Duration.ofDays(1)));
        addNumbered("t", 3);
        assertEquals(
                "soon0 soon1 t0 t1 t2 Exhausted",
                results(IntStream.range(0, 6)
                        .mapToObj(i -> request("t", "k" + i))
                        .toArray(ClaimRequest[]::new)));
        assertEquals(new PoolCounts(0, 5, 0, 0), counts("t"));
    }

    @Test
    void a_call_takes_codes_of_64_lots_and_the_other_claims_are_sent_again() {
        for (int i = 0; i < 70; i++) {
            load(row("c" + i).type("t").expires(Duration.ofDays(i + 1)));
        }
        ClaimRequest[] all =
                IntStream.range(0, 70).mapToObj(i -> request("t", "k" + i)).toArray(ClaimRequest[]::new);
        List<ClaimReply> replies = claimTogether(all);
        for (int i = 0; i < 70; i++) {
            assertEquals(i < 64 ? "c" + i : "More", name(replies.get(i)));
        }
        assertEquals("c64", claimed("t", "k64"));
        assertEquals("c0", claimed("t", "k0"));
    }

    @Test
    void an_alert_fires_at_the_same_code_in_a_batch_as_alone() {
        addNumbered("t", 30);
        openStorage(clock, Duration.ofSeconds(10))
                .alertLevels()
                .setLevels("t", OptionalInt.empty(), new AlertLevels(25, 5));
        List<ClaimRequest> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(request("t", "a" + i));
        }
        claimTogether(requests.toArray(ClaimRequest[]::new));
        assertEquals(0, server.raw().zcard(keys.alerts()));
        claimTogether(request("t", "b"), request("t", "c"));
        assertEquals(1, server.raw().zcard(keys.alerts()), "24 are left");
        assertEquals("24", server.raw().hget(keys.alert("1"), "available"));
    }
}
