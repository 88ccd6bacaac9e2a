package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.CodePool;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.TypeCounts;
import io.promopool.redis.claims.ClaimScript.ClaimReply;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys of the wrong type: what fails changes nothing, and fails alone. */
class BrokenKeysTest extends PoolCase {
    @Test
    void one_claim_whose_key_is_broken_does_not_fail_the_batch() {
        add("t", "A", "B");
        String broken = keys.claims(keys.bucket("bad"));
        server.raw().set(broken, "not a hash");

        List<ClaimReply> replies = claimTogether(request("t", "1"), request("t", "bad"), request("t", "2"));

        assertEquals("A", outcome(replies.get(0), Claimed.class).claim().code());
        assertTrue(assertInstanceOf(ClaimReply.Fault.class, replies.get(1))
                .message()
                .contains("WRONGTYPE"));
        assertEquals("B", outcome(replies.get(2), Claimed.class).claim().code());
        server.raw().del(broken);
    }

    @Test
    void a_code_whose_bucket_is_broken_fails_one_claim_and_lets_the_next_pass() {
        String longKey = "k".repeat(200);
        for (String broken : List.of(keys.claimed(keys.bucket("A")), keys.codes(keys.bucket("A")))) {
            server.raw().flushall();
            pool = open(clock);
            add("t", "A", "B");
            byte[] saved = server.raw().dump(broken);
            server.raw().del(broken);
            server.raw().set(broken, "not a hash");

            assertEquals(
                    Outcome.NONE, failure(() -> claim(request("t", longKey))).outcome());
            assertEquals("B", claimed("t", "2"));

            server.raw().del(broken);
            if (saved != null) {
                server.raw().restore(broken, 0, saved);
            }
            assertEquals("A", claimed("t", longKey));
        }
    }

    @Test
    void a_wrong_type_in_any_key_that_a_claim_needs_changes_nothing() {
        for (String key : List.of("types", "type:1", "lot:1", "list:1", "live:1")) {
            assertUntouchedWith(key, () -> claim(request("t", "k")));
        }
        // The last code of a lot removes the lot from these keys.
        assertUntouchedWith("live:1:0", () -> claim(request("t", "k")), "A");
        assertUntouchedWith("claims:" + keys.bucket("k"), () -> claim(request("t", "k")));
    }

    @Test
    void a_damaged_record_of_one_type_does_not_hide_the_counts_of_the_others() {
        add("t", "A", "B");
        add("u", "C");
        load(row("D").type("t").expires(Duration.ofDays(1)));
        String levels = server.raw().hget("pp:{0}:type:1", "alert");
        byte[] lot = server.raw().dump("pp:{0}:lot:3");
        server.raw().hset("pp:{0}:type:1", "alert", "x,y,z");
        server.raw().del("pp:{0}:lot:3");

        assertEquals(
                List.of("t", "u"), pool.types().stream().map(TypeCounts::type).toList());
        assertEquals(3, pool.type("t").orElseThrow().counts().available());

        server.raw().hset("pp:{0}:type:1", "alert", levels);
        server.raw().restore("pp:{0}:lot:3", 0, lot);
    }

    /** Such a state results if the Redis user may write the claims, but not the index. */
    @Test
    void a_code_is_not_handed_out_to_a_second_key_if_a_failed_claim_could_not_be_undone() {
        add("t", "A", "B");
        server.raw().hset(keys.claims(keys.bucket("1")), "1", "A");
        assertEquals("A", claimed("t", "2"));

        StorageException fault = failure(() -> claim(request("t", "1")));

        assertTrue(fault.getMessage().contains("another key"), fault.getMessage());
        assertEquals(new PoolCounts(1, 1, 0, 0), counts("t"));
        server.raw().hdel(keys.claims(keys.bucket("1")), "1");
        assertEquals("B", claimed("t", "1"));
    }

    @Test
    void a_lot_that_can_not_be_written_fails_all_claims_of_a_batch_on_it() {
        for (String key : List.of("type:1", "list:1")) {
            assertUntouchedWith(key, () -> {
                List<ClaimReply> replies = claimTogether(request("t", "1"), request("t", "2"));
                replies.forEach(reply -> assertInstanceOf(ClaimReply.Fault.class, reply, key));
                throw new StorageException(Outcome.NONE, "as expected");
            });
        }
    }

    @Test
    void a_lot_whose_id_is_in_use_is_not_created() {
        assertUntouchedWith("lot:2", () -> load(row("N").type("new")));
    }

    @Test
    void a_record_that_can_not_be_read_fails_its_claim_alone() {
        add("t", "A", "B");
        assertEquals("A", claimed("t", "old"));
        String bucket = keys.codes(keys.bucket("A"));
        String record = server.raw().hget(bucket, "A");
        server.raw().hset(bucket, "A", "1cgarbage");
        CodePool hasty = openStorage(clock, Duration.ofMillis(200)).pool();

        StorageException fault = failure(() -> hasty.claim(request("t", "old")).join());

        assertEquals("B", claimed("t", "new"));
        server.raw().hset(bucket, "A", record);
        assertEquals("A", claimed("t", "old"));
        assertEquals(Outcome.UNKNOWN, fault.outcome());
    }

    @Test
    void a_wrong_type_in_any_key_that_a_load_needs_changes_nothing() {
        Row[] rows = {
            row("N").type("t"),
            row("A").inUse(true),
            row("M").type("new"),
            row("O").type("t").discount(9),
            row("B").discount(8)
        };
        List<String> needed = List.of(
                "meta",
                "types",
                "type:1",
                "lot-ids",
                "lots:1",
                "lot:1",
                "list:1",
                "live:1",
                "live:1:0",
                "live:1:9",
                "stale-hints:1",
                "expired:1",
                "codes:" + keys.bucket("A"),
                "codes:" + keys.bucket("O"));
        for (String key : needed) {
            assertUntouchedWith(key, () -> load(PLAIN, rows));
        }
    }

    @Test
    void a_wrong_type_in_any_key_that_a_retirement_needs_changes_nothing() {
        List<String> needed = List.of(
                "type:1",
                "lot:1",
                "list:1",
                "live:1",
                "live:1:0",
                "stale-hints:1",
                "expired:1",
                "codes:" + keys.bucket("A"));
        for (String key : needed) {
            assertUntouchedWith(key, () -> pool.setInUse("A", true));
        }
    }

    @Test
    void a_wrong_type_in_any_key_that_making_a_code_available_needs_changes_nothing() {
        List<String> needed = List.of(
                "type:1",
                "lot:1",
                "list:1",
                "live:1",
                "live:1:0",
                "stale-hints:1",
                "expired:1",
                "codes:" + keys.bucket("A"));
        for (String key : needed) {
            Runnable stocking = () -> {
                add("t", "A");
                pool.setInUse("A", true);
            };
            assertUntouchedWith(key, stocking, () -> pool.setInUse("A", false));
        }
    }

    @Test
    void a_wrong_type_in_any_key_that_a_sweep_needs_changes_nothing() {
        for (String key : List.of("types", "type:1", "lot:1", "list:1", "live:1", "live:1:0", "expired:1")) {
            Runnable stocking = () -> {
                load(row("A").type("t").expires(Duration.ofHours(1)));
                load(row("B").type("t").expires(Duration.ofHours(2)));
                clock.forward(Duration.ofDays(3));
            };
            assertUntouchedWith(key, stocking, () -> sweep());
        }
    }

    @Test
    void a_hint_of_a_retired_code_is_not_skipped_if_that_can_not_be_recorded() {
        add("t", "A", "B", "C");
        pool.setInUse("B", true);
        String staleHints = "pp:{0}:stale-hints:1";
        byte[] saved = server.raw().dump(staleHints);
        server.raw().del(staleHints);
        server.raw().set(staleHints, "not a set");
        List<ClaimReply> replies = claimTogether(request("t", "1"), request("t", "2"));
        assertEquals("A", outcome(replies.get(0), Claimed.class).claim().code());
        assertInstanceOf(ClaimReply.Fault.class, replies.get(1));
        server.raw().del(staleHints);
        server.raw().restore(staleHints, 0, saved);
        assertEquals("C", claimed("t", "2"));
    }

    /** Breaks a key of a pool of two codes, runs an action that must fail, repairs the key, and checks the state. */
    private void assertUntouchedWith(String key, Runnable action) {
        assertUntouchedWith(key, action, "A", "B");
    }

    private void assertUntouchedWith(String key, Runnable action, String... codes) {
        assertUntouchedWith(key, () -> add("t", codes), action);
    }

    private void assertUntouchedWith(String key, Runnable stocking, Runnable action) {
        server.raw().flushall();
        clock.set(START);
        pool = open(clock);
        stocking.run();
        Map<String, byte[]> before = dump();
        String name = "pp:{0}:" + key;
        byte[] saved = server.raw().dump(name);
        server.raw().del(name);
        server.raw().set(name, "of the wrong type");

        assertEquals(Outcome.NONE, failure(action).outcome(), key);

        server.raw().del(name);
        if (saved != null) {
            server.raw().restore(name, 0, saved);
        }
        assertSame(before, dump(), key);
    }
}
