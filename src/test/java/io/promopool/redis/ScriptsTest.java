package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ScriptOutputType;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.claims.ClaimScript.ClaimReply;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The scripts by themselves: batches of a known composition, deadlines, full memory. */
class ScriptsTest extends PoolCase {
    @Test
    void a_key_twice_in_a_batch_gets_one_code() {
        add("t", "A", "B");
        List<ClaimReply> replies = claimTogether(request("t", "k"), request("t", "k"), request("t", 7, 0, "k"));
        assertEquals("A", outcome(replies.get(0), Claimed.class).claim().code());
        assertEquals("A", outcome(replies.get(1), Claimed.class).claim().code());
        assertTrue(outcome(replies.get(1), Claimed.class).replayed());
        outcome(replies.get(2), ClaimOutcome.KeyReused.class);
        assertEquals(new PoolCounts(1, 1, 0, 0), counts("t"));
    }

    @Test
    void a_batch_takes_from_several_lots_and_types_as_single_claims_would() {
        load(row("A").type("t").discount(1).expires(Duration.ofDays(1)));
        load(row("B").type("t").discount(2).expires(Duration.ofDays(2)));
        add("u", "U");
        List<ClaimReply> replies = claimTogether(
                request("t", 2, 0, "1"),
                request("t", null, 0, "2"),
                request("t", null, 0, "3"),
                request("u", null, 0, "4"),
                request("none", null, 0, "5"));
        assertEquals("B", outcome(replies.get(0), Claimed.class).claim().code());
        assertEquals("A", outcome(replies.get(1), Claimed.class).claim().code());
        outcome(replies.get(2), ClaimOutcome.Exhausted.class);
        assertEquals("U", outcome(replies.get(3), Claimed.class).claim().code());
        outcome(replies.get(4), ClaimOutcome.UnknownType.class);
    }

    @Test
    void a_repeated_hint_hands_out_its_code_once_within_a_batch() {
        add("t", "A", "B");
        server.raw().lpush("pp:{0}:list:1", keys.hint("A"), keys.hint("A"));
        List<ClaimReply> replies = claimTogether(request("t", "1"), request("t", "2"), request("t", "3"));
        assertEquals("A", outcome(replies.get(0), Claimed.class).claim().code());
        assertEquals("B", outcome(replies.get(1), Claimed.class).claim().code());
        outcome(replies.get(2), ClaimOutcome.Exhausted.class);
    }

    @Test
    void a_script_that_starts_after_its_deadline_does_nothing() {
        add("t", "A");
        RedisConnector redis = connector();
        String passed = redis.deadlineAfter(Duration.ofMillis(-1));
        String bucket = keys.bucket("A");
        Map<LuaScript, List<String>> calls = Map.of(
                LuaScript.CLAIM, script.arguments(List.of(request("t", "k")), START, passed),
                LuaScript.LOAD, LoadScript.head(PLAIN, START, passed),
                LuaScript.SET_IN_USE, List.of(passed, "A", bucket, "1", "0"),
                LuaScript.SWEEP, List.of(passed, "1", "99999999999", "100"));
        calls.forEach((script, args) -> {
            StorageException late = failure(() -> redis.writes().call(script, keys.meta(), args));
            assertEquals(Outcome.NONE, late.outcome());
            assertTrue(late.getMessage().contains("LATE"));
        });
        assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));
    }

    @Test
    void scripts_that_redis_has_forgotten_are_sent_again() {
        add("t", "A", "B");
        assertEquals("A", claimed("t", "1"));
        server.raw().scriptFlush();
        assertEquals("B", claimed("t", "2"));
        server.raw().scriptFlush();
        assertEquals("unchanged", load(row("B").inUse(true)));
        server.raw().scriptFlush();
        pool.setInUse("B", true);
        server.raw().scriptFlush();
        assertEquals(new PoolCounts(0, 2, 0, 0), counts("t"));
    }

    @Test
    void java_and_lua_agree_on_buckets() {
        for (String text : List.of("A", "Свято-10", "😀", "a b", "x".repeat(255))) {
            String hex =
                    server.raw().eval("return redis.sha1hex(ARGV[1])", ScriptOutputType.VALUE, new String[0], text);
            assertEquals(hex.substring(0, 2), keys.bucket(text));
            assertEquals(hex.substring(0, 5), new Keys("pp", 0, 1_048_576).bucket(text));
        }
    }

    @Test
    void every_script_begins_with_the_line_that_makes_redis_refuse_the_whole_script() {
        LuaScript.ALL.forEach(script -> assertTrue(script.source().startsWith("#!lua")));
    }

    @Test
    void full_memory_refuses_the_whole_change_and_still_reads() {
        add("t", "A");
        server.raw().configSet("maxmemory", "1");
        try {
            assertEquals(Outcome.NONE, failure(() -> claim(request("t", "k"))).outcome());
            assertEquals(Outcome.NONE, failure(() -> load(row("B").type("t"))).outcome());
            assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));
        } finally {
            server.raw().configSet("maxmemory", "0");
        }
        assertEquals("A", claimed("t", "k"));
    }
}
