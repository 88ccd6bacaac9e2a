package io.promopool.redis.testing;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.promopool.redis.layout.IndexEntry;
import io.promopool.testing.TestRedis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The raw state in Redis, and the check of all its invariants. It reads the keys by their names. Of the code under
 * test, it uses only the parser of index entries.
 */
public final class RawState {
    /** All keys with their contents, read at one moment, in one round trip. */
    private static final String SNAPSHOT = """
            local read = { hash = {'HGETALL'}, list = {'LRANGE', 0, -1}, set = {'SMEMBERS'},
                           zset = {'ZRANGE', 0, -1, 'WITHSCORES'} }
            local all = {}
            for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
              local how = read[redis.call('TYPE', key).ok]
              all[#all + 1] = { key, redis.call(how[1], key, unpack(how, 2)) }
            end
            return all""";

    private final RedisCommands<String, String> redis;
    private final String base;
    private Map<String, List<String>> keys = Map.of();

    /** Parsed once, because some keys are asked about for each of thousands of lots. */
    private final Map<String, Map<String, String>> parsed = new HashMap<>();

    private final Map<String, Set<String>> members = new HashMap<>();

    public RawState(TestRedis server) {
        this(server, "pp");
    }

    public RawState(TestRedis server, String prefix) {
        this(server.raw(), prefix);
    }

    public RawState(RedisCommands<String, String> redis, String prefix) {
        this.redis = redis;
        this.base = prefix + ":{0}:";
    }

    /** The codes that the hints of a lot name. */
    public List<String> list(String lotId) {
        int digits = Integer.numberOfTrailingZeros(Integer.parseInt(redis.hget(base + "meta", "buckets"))) / 4;
        return hints(lotId).stream().map(hint -> hint.substring(digits)).toList();
    }

    /** The hints of a lot: for each code, its bucket and the code. */
    public List<String> hints(String lotId) {
        return redis.lrange(base + "list:" + lotId, 0, -1);
    }

    private void takeSnapshot() {
        List<List<Object>> all = redis.eval(SNAPSHOT, ScriptOutputType.MULTI, new String[0], base + "*");
        keys = new HashMap<>();
        parsed.clear();
        members.clear();
        for (List<Object> key : all) {
            List<String> contents = new ArrayList<>();
            ((List<?>) key.get(1)).forEach(element -> contents.add((String) element));
            keys.put(((String) key.get(0)).substring(base.length()), contents);
        }
    }

    private List<String> contents(String key) {
        return keys.getOrDefault(key, List.of());
    }

    /** The contents of a hash, or of a sorted set with its scores. */
    private Map<String, String> pairs(String key) {
        return parsed.computeIfAbsent(key, this::parse);
    }

    private boolean contains(String key, String member) {
        return members.computeIfAbsent(key, set -> Set.copyOf(contents(set))).contains(member);
    }

    private Map<String, String> parse(String key) {
        Map<String, String> pairs = new HashMap<>();
        List<String> flat = contents(key);
        for (int i = 0; i < flat.size(); i += 2) {
            pairs.put(flat.get(i), flat.get(i + 1));
        }
        return pairs;
    }

    private Map<String, String> merged(String prefix) {
        Map<String, String> all = new TreeMap<>();
        keys.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(key -> all.putAll(pairs(key)));
        return all;
    }

    /** The index, with the hint that belongs to each code. */
    private Map<String, String> hintsOfCodes() {
        Map<String, String> entries = new TreeMap<>();
        keys.keySet().stream()
                .filter(key -> key.startsWith("codes:"))
                .forEach(key -> pairs(key).forEach((code, entry) -> entries.put(key.substring(6) + code, entry)));
        return entries;
    }

    private Double score(String key, String member) {
        String score = pairs(key).get(member);
        return score == null ? null : score.equals("inf") ? Double.POSITIVE_INFINITY : Double.valueOf(score);
    }

    /**
     * Checks that added = available + claimed + retired + expired by the index, and that every counter, set and list
     * agrees with it.
     */
    public void check() {
        takeSnapshot();
        Map<String, String> index = merged("codes:");
        checkClaims(index);
        Map<String, Tally> lots = new HashMap<>();
        Map<String, Set<String>> unspent = new HashMap<>();
        hintsOfCodes().forEach((hint, entry) -> {
            IndexEntry parsed = IndexEntry.parse(entry);
            Tally tally = lots.computeIfAbsent(parsed.lotId(), id -> new Tally());
            switch (parsed.mark()) {
                case 'c' -> tally.claimed++;
                case 'r' -> tally.retired++;
                default -> {
                    tally.unspent++;
                    unspent.computeIfAbsent(parsed.lotId(), id -> new HashSet<>())
                            .add(hint);
                }
            }
        });
        Map<String, Tally> types = new HashMap<>();
        Map<String, Map<String, Long>> live = new HashMap<>();
        Set<String> known = new HashSet<>(pairs("lot-ids").values());
        assertTrue(known.containsAll(lots.keySet()), "every code is in a lot that exists");
        for (String id : known) {
            Map<String, String> lot = pairs("lot:" + id);
            Tally tally = lots.getOrDefault(id, new Tally());
            String where = "lot " + id + " " + lot;
            assertEquals(tally.unspent, Long.parseLong(lot.get("unspent")), where);
            assertEquals(tally.claimed, Long.parseLong(lot.get("claimed")), where);
            assertEquals(tally.retired, Long.parseLong(lot.get("retired")), where);
            types.computeIfAbsent(lot.get("typeId"), t -> new Tally()).add(tally);
            checkLot(id, lot, unspent.getOrDefault(id, Set.of()), live);
        }
        checkTypes(types, live);
    }

    private void checkLot(
            String id, Map<String, String> lot, Set<String> unspent, Map<String, Map<String, Long>> live) {
        String typeId = lot.get("typeId");
        String member = "%010d".formatted(Long.parseLong(id));
        boolean swept = contains("expired:" + typeId, member);
        Double inLive = score("live:" + typeId, member);
        Double inLiveOfDiscount = score("live:" + typeId + ":" + lot.get("discount"), member);
        Double inLots = score("lots:" + typeId, member);
        double expiration = lot.get("expiration").equals("inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(lot.get("expiration"));
        String where = "lot " + id + " " + lot;
        assertEquals(id, pairs("lot-ids").get(typeId + ":" + lot.get("discount") + ":" + lot.get("expiration")));
        assertEquals(expiration, inLots, where);
        Set<String> staleHints = Set.copyOf(contents("stale-hints:" + id));
        assertTrue(Collections.disjoint(unspent, staleHints), where + ": no unspent code is in the set of stale hints");
        assertTrue(contents("list:" + id).containsAll(staleHints), where + ": the list has their hints");
        if (unspent.isEmpty() || swept) {
            assertEquals(null, inLive, where);
            assertEquals(null, inLiveOfDiscount, where);
            if (!contains("rebuilding", member)) {
                assertEquals(List.of(), contents("list:" + id), where + " has no list any more");
            }
        } else {
            assertEquals(expiration, inLive, where);
            assertEquals(expiration, inLiveOfDiscount, where);
            Set<String> hints = new HashSet<>(contents("list:" + id));
            Set<String> missing = new TreeSet<>(unspent);
            missing.removeAll(hints);
            assertEquals(Set.of(), missing, where + ": each code has a hint, but these are missing");
            Map<String, Long> sums = live.computeIfAbsent(typeId, t -> new HashMap<>());
            sums.merge("live", (long) unspent.size(), Long::sum);
            sums.merge("live:" + lot.get("discount"), (long) unspent.size(), Long::sum);
        }
    }

    private void checkTypes(Map<String, Tally> types, Map<String, Map<String, Long>> live) {
        Map<String, String> names = pairs("types");
        assertEquals(new HashSet<>(names.values()), types.keySet());
        types.forEach((id, tally) -> {
            Map<String, String> counters = pairs("type:" + id);
            Map<String, Long> sums = live.getOrDefault(id, Map.of());
            String where = "type " + id + " " + counters;
            assertAll(
                    () -> assertEquals(tally.unspent, number(counters, "unspent"), where),
                    () -> assertEquals(tally.claimed, number(counters, "claimed"), where),
                    () -> assertEquals(tally.retired, number(counters, "retired"), where),
                    () -> assertEquals(
                            tally.unspent + tally.claimed + tally.retired, number(counters, "added"), where));
            Set<String> fields = counters.keySet().stream()
                    .filter(field -> field.startsWith("live"))
                    .collect(toSet());
            fields.addAll(sums.keySet());
            for (String field : fields) {
                assertEquals(sums.getOrDefault(field, 0L), number(counters, field), where);
            }
        });
    }

    private void checkClaims(Map<String, String> index) {
        Map<String, String> elsewhere = merged("claimed:");
        Map<String, String> records = new HashMap<>();
        index.forEach((code, entry) -> {
            IndexEntry parsed = IndexEntry.parse(entry);
            if (parsed.mark() == 'c') {
                records.put(code, parsed.rest().isEmpty() ? elsewhere.remove(code) : parsed.rest());
            }
        });
        assertEquals(Map.of(), elsewhere, "a record is in one place, and belongs to a claimed code");
        Map<String, String> claims = merged("claims:");
        assertEquals(claims.size(), records.size(), "one key for each code");
        claims.forEach(
                (key, code) -> assertEquals(key, records.get(code).split(",", 2)[1], "key and code name each other"));
    }

    private static long number(Map<String, String> counters, String field) {
        return Long.parseLong(counters.getOrDefault(field, "0"));
    }

    private static final class Tally {
        private long unspent;
        private long claimed;
        private long retired;

        private void add(Tally other) {
            unspent += other.unspent;
            claimed += other.claimed;
            retired += other.retired;
        }
    }
}
