package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.StorageException;
import io.promopool.pool.UploadRow;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolIdentity;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.recount.Recount;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every script that writes, failing at each of its writes in turn. Redis rolls nothing back. Whatever is left, no code
 * may be handed out twice, and uploads must go on.
 */
class FailedScriptsTest extends PoolCase {
    /** Put in front of a script: its write with this number fails, and in the second mode each write after it too. */
    private static final String FAILING = """

            local real, written = redis, 0
            local writes = { HSET = 1, HSETNX = 1, HDEL = 1, HINCRBY = 1, RPUSH = 1, LPOP = 1, ZADD = 1, ZREM = 1,
                             ZPOPMIN = 1, SADD = 1, SREM = 1, UNLINK = 1 }
            local function fails(command)
              written = written + (writes[command] or 0)
              if writes[command] and (written == %d or (%s and written > %d)) then
                real.call('HSET', KEYS[1], 'planted', '1')
                return true
              end
            end
            local redis = setmetatable({
              call = function(command, ...)
                if fails(command) then error({ err = 'ERR planted' }) end
                return real.call(command, ...)
              end,
              pcall = function(command, ...)
                if fails(command) then return { err = 'ERR planted' } end
                return real.pcall(command, ...)
              end,
            }, { __index = real })
            """;

    private static final int MAX_WRITES = 200;
    private static final String LONG = "k".repeat(200);

    private static final List<String> CODES =
            List.of("A", "B", "C", "D", "O", "R1", "R2", "R3", "N1", "N2", "N3", "E", "S");

    /** What a call sends behind the head and the deadline. */
    private record Call(LuaScript script, List<String> args, List<byte[]> more) {}

    private StorageSettings settings;
    private RedisStorage storage;
    private RedisConnector redis;
    private Map<String, byte[]> stocked;
    private final Map<String, Function<String, Call>> calls = new LinkedHashMap<>();

    private void listCalls() {
        String now = Long.toString(clock.instant().getEpochSecond());
        calls.put("a claim", deadline -> claims(deadline, request("t", "k1"), request("t", LONG), request("t", "k2")));
        calls.put("a claim of a lot's last code", deadline -> claims(deadline, request("one", "k1")));
        calls.put("a claim past retired codes", deadline -> claims(deadline, request("retired", "k1")));
        calls.put("a claim that fires alerts", deadline -> claims(deadline, request("alerts", "k1")));
        calls.put(
                "a load",
                deadline -> new Call(
                        LuaScript.LOAD,
                        LoadScript.head(REACTIVATE, clock.instant(), deadline),
                        LoadScript.body(
                                rows(
                                        row("N1").type("t"),
                                        row("N2").type("t").discount(9),
                                        row("N3").type("new"),
                                        row("A").inUse(true),
                                        row("B").discount(8),
                                        row("R1").inUse(false)),
                                keys)));
        calls.put("a retirement", deadline -> call(LuaScript.SET_IN_USE, deadline, "A", keys.bucket("A"), "1", now));
        calls.put(
                "making available",
                deadline -> call(LuaScript.SET_IN_USE, deadline, "R1", keys.bucket("R1"), "0", now));
        calls.put("a sweep", deadline -> call(LuaScript.SWEEP, deadline, "1", "86400", "10"));
        calls.put("a sample", deadline -> call(LuaScript.RECORD_CLAIMED, deadline, "1000", "75", "100", "t", "5"));
        calls.put("levels", deadline -> call(LuaScript.SET_LEVELS, deadline, now, "3", "1", "t", ""));
        calls.put("levels of all", deadline -> call(LuaScript.SET_LEVELS, deadline, now, "3", "1", "", ""));
        calls.put(
                "expiring", deadline -> call(LuaScript.EXPIRING, deadline, now, "99999999999", "1", "5", "soon", "9"));
        calls.put("running out", deadline -> call(LuaScript.RUNNING_OUT, deadline, now, "t", "4", "99999999999", "24"));
        calls.put("taking alerts", deadline -> call(LuaScript.TAKE_ALERTS, deadline, "1", "2", "10"));
        calls.put("settling an alert", deadline -> call(LuaScript.SETTLE_ALERT, deadline, "1", "x", ""));
        calls.put(
                "a recount of a lot", deadline -> call(LuaScript.RECOUNT_LOT, deadline, "2", "0", "0", "0", "1", "A"));
        calls.put("a recount of a type", deadline -> call(LuaScript.RECOUNT_TYPE, deadline, "2", "unspent", "0"));
        calls.put("a move of the latest time", deadline -> call(LuaScript.LATEST, deadline, now, "99999999999"));
        String rebuilt = "0000000007";
        calls.put(
                "the begin of a rebuild",
                deadline -> call(LuaScript.REBUILD, deadline, now, "begin", "0", "0", "0", rebuilt));
        calls.put("a step of a rebuild", deadline -> {
            redis.write(LuaScript.REBUILD, keys.meta(), List.of(now, "begin", "0", "0", "0", rebuilt));
            return call(LuaScript.REBUILD, deadline, now, "0", "2", "256", "1000");
        });
        calls.put("the end of a rebuild", deadline -> {
            redis.write(LuaScript.REBUILD, keys.meta(), List.of(now, "begin", "0", "0", "0", rebuilt));
            redis.write(LuaScript.REBUILD, keys.meta(), List.of(now, "0", "2", "256", "1000"));
            return call(LuaScript.REBUILD, deadline, now, "end", "2", "256", "1000");
        });
        calls.put("a check", deadline -> call(LuaScript.CHECK, deadline));
    }

    private static List<UploadRow> rows(Row... rows) {
        return List.of(rows).stream().map(Row::row).toList();
    }

    private static Call call(LuaScript script, String... args) {
        return new Call(script, List.of(args), List.of());
    }

    private Call claims(String deadline, io.promopool.pool.ClaimRequest... requests) {
        return new Call(LuaScript.CLAIM, script.arguments(List.of(requests), clock.instant(), deadline), List.of());
    }

    /** Types 1 to 7: swept, t, one, retired, soon, alerts, rebuilt. */
    private void stock() {
        StorageSettings plain = settings(Duration.ofMillis(200));
        // Only warns, because the test puts an old copy back before each failure.
        PoolSettings warning = new PoolSettings(PoolChoice.existing(), OnRollback.WARN, TestSettings.ANY);
        settings = new StorageSettings(plain.redis(), warning, plain.durability(), plain.claims(), plain.zone());
        storage = RedisStorage.open(server.url(), settings, clock, RedisListener.NONE);
        pool = storage.pool();
        redis = connector();
        redis.join(keys.meta(), new PoolIdentity(storage.poolId(), 1), OnRollback.WARN);
        load(row("S").type("swept").expires(Duration.ofHours(1)));
        clock.forward(Duration.ofDays(3));
        add("t", "A", "B", "C", "D");
        add("one", "O");
        add("retired", "R1", "R2", "R3");
        load(row("E").type("soon").expires(Duration.ofDays(5)));
        add("alerts", "L");
        pool.setInUse("R2", true);
        pool.setInUse("R1", true);
        claimed("alerts", "fires");
        add("alerts", "M");
        load(row("Q1").type("rebuilt").expires(Duration.ofDays(9)));
        load(row("Q2").type("rebuilt").expires(Duration.ofDays(9)));
        sweepTooEarly("7");
        stocked = copy();
    }

    private void sweepTooEarly(String typeId) {
        String now = Long.toString(clock.instant().getEpochSecond());
        server.raw().hset(keys.meta(), "latest", "99999999999");
        redis.write(LuaScript.SWEEP, keys.meta(), List.of(typeId, "0", "10"));
        server.raw().hset(keys.meta(), "latest", now);
    }

    @AfterEach
    void empty() {
        storage.close();
        server.raw().flushall();
    }

    @Test
    void a_script_that_fails_at_any_of_its_writes_causes_no_code_to_be_handed_out_twice() {
        stock();
        listCalls();
        Set<String> tested = new TreeSet<>();
        calls.forEach((name, call) -> {
            for (boolean sticky : new boolean[] {false, true}) {
                int failures = 0;
                while (failsAt(failures + 1, sticky, call)) {
                    assertServes(name + ", failed at write " + (failures + 1) + (sticky ? " and all later ones" : ""));
                    failures++;
                    assertTrue(failures < MAX_WRITES, name);
                }
                assertTrue(failures > 0, name);
            }
            tested.add(call.apply("0").script().name());
        });
        Set<String> writing = LuaScript.ALL.stream()
                .filter(script -> script.hasHead() && !script.name().equals("leave"))
                .map(LuaScript::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(writing, tested);
    }

    /** Returns false if the script has fewer writes than that, and was therefore not disturbed. */
    private boolean failsAt(int write, boolean sticky, Function<String, Call> planned) {
        putBack(stocked);
        Call call = planned.apply(redis.writeDeadline());
        String source = call.script().source();
        int end = source.indexOf('\n');
        String failing = source.substring(0, end) + FAILING.formatted(write, sticky, write) + source.substring(end);
        byte[] hash = LuaScript.sha1Of(failing.getBytes(StandardCharsets.UTF_8));
        LuaScript script =
                new LuaScript(call.script().name(), failing, HexFormat.of().formatHex(hash), true);
        try {
            redis.writes().run(script, keys.meta(), call.args(), call.more()).join();
        } catch (CompletionException planted) {
            assertTrue(planted.getCause() instanceof StorageException);
        }
        return server.raw().hexists(keys.meta(), "planted");
    }

    /** Uploads everything again, makes it available, and claims twice as many codes as there are. */
    private void assertServes(String what) {
        Map<String, String> owners = new HashMap<>();
        Map<String, String> types = Map.of("O", "one", "R1", "retired", "R2", "retired", "R3", "retired", "E", "soon");
        List<String> failed = List.of("k1", "k2", LONG);
        failed.forEach(key -> claimInto(owners, "t", key, what));
        for (String code : CODES) {
            for (LoadModeAndUse way : LoadModeAndUse.values()) {
                List<RowOutcome> outcomes = pool.load(
                                rows(row(code).type(types.getOrDefault(code, code.equals("S") ? "swept" : "t"))),
                                way.reactivates ? REACTIVATE : PLAIN)
                        .join();
                assertEquals(1, outcomes.size(), what);
            }
        }
        assertEquals("added", load(row("Z").type("t").discount(77)), what);
        assertEquals("added", load(row("Y").type("another type")), what);
        for (String type : List.of("t", "one", "retired", "soon", "alerts", "rebuilt", "new", "another type")) {
            for (int i = 0; i < 2 * CODES.size(); i++) {
                claimInto(owners, type, type + i, what);
            }
        }
        failed.forEach(key -> claimInto(owners, "t", key, what));
        assertTrue(owners.size() >= 5, what + ": " + owners);
        if (what.startsWith("a load")) {
            assertEquals(List.of(), Recount.run(server.url(), settings, clock).faults(), what);
        }
    }

    private enum LoadModeAndUse {
        PLAIN_AGAIN(false),
        REACTIVATED(true);

        private final boolean reactivates;

        LoadModeAndUse(boolean reactivates) {
            this.reactivates = reactivates;
        }
    }

    private void claimInto(Map<String, String> owners, String type, String key, String what) {
        try {
            if (pool.claim(request(type, key)).join() instanceof Claimed claimed) {
                String code = claimed.claim().code();
                String other = owners.putIfAbsent(code, key);
                assertTrue(other == null || other.equals(key), what + ": " + code + " for " + other + " and " + key);
            }
        } catch (CompletionException fault) {
            assertTrue(fault.getCause() instanceof StorageException, what);
        }
    }
}
