package io.promopool.redis.recount;

import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.IndexEntry;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads all that is stored of types, lots and codes, for a {@link Recount}. Nothing must be written meanwhile. */
final class Census {
    private static final int HINTS_PER_CALL = 10_000;
    private static final Set<String> COUNTERS = Set.of("added", "claimed", "retired", "unspent", "live");

    private final RedisLink link;
    private final Keys keys;
    private final Runnable now;
    private final Map<String, Type> types = new TreeMap<>();
    private final Map<String, LotCensus> lots = new TreeMap<>();
    private final Map<String, Long> withoutLot = new TreeMap<>();
    private long codes;

    /**
     * A type as it is stored.
     *
     * @param counters also those of discounts: {@code live:10}
     */
    record Type(String name, Map<String, Long> counters) {}

    /** @param now called often while it goes on */
    Census(RedisLink link, Keys keys, Runnable now) {
        this.link = link;
        this.keys = keys;
        this.now = now;
    }

    Census take(int bucketsAtATime) {
        readTypes();
        types.keySet().forEach(this::readLots);
        for (int bucket = 0; bucket < keys.buckets(); bucket += bucketsAtATime) {
            readIndex(bucket, Math.min(bucket + bucketsAtATime, keys.buckets()));
        }
        return this;
    }

    private void readTypes() {
        link.read(redis -> redis.hgetall(keys.types())).forEach((name, id) -> {
            Map<String, Long> counters = new HashMap<>();
            link.read(redis -> redis.hgetall(keys.type(id))).forEach((field, value) -> {
                if (COUNTERS.contains(field) || field.startsWith("live:")) {
                    counters.put(field, Long.parseLong(value));
                }
            });
            types.put(id, new Type(name, counters));
            now.run();
        });
    }

    private void readLots(String typeId) {
        List<String> members = link.read(redis -> redis.zrange(keys.lots(typeId), 0, -1));
        Set<String> swept = link.read(redis -> redis.smembers(keys.expired(typeId)));
        Set<String> live = new HashSet<>(link.read(redis -> redis.zrange(keys.live(typeId), 0, -1)));
        Map<String, Map<String, String>> records = read(
                members.stream().map(LotEncoding::idOf).toList(),
                id -> link.start(redis -> redis.hgetall(keys.lot(id))));
        Map<Integer, Set<String>> liveOf = new HashMap<>();
        for (String member : members) {
            String id = LotEncoding.idOf(member);
            Map<String, String> record = records.get(id);
            int discount = Integer.parseInt(record.get("discount"));
            Set<String> liveOfDiscount = liveOf.computeIfAbsent(
                    discount, d -> new HashSet<>(link.read(redis -> redis.zrange(keys.live(typeId, d), 0, -1))));
            // In one of them only is as wrong as in neither where it has codes, and as in both where it has none.
            boolean inBoth = live.contains(member) && liveOfDiscount.contains(member);
            boolean inOne = live.contains(member) != liveOfDiscount.contains(member);
            boolean isLive = inBoth || inOne && "0".equals(record.get("unspent"));
            lots.put(
                    id,
                    new LotCensus(
                            id,
                            record,
                            hints(id),
                            link.read(redis -> redis.smembers(keys.retired(id))),
                            swept.contains(member),
                            isLive));
            now.run();
        }
    }

    private Set<String> hints(String lotId) {
        Set<String> hints = new HashSet<>();
        List<String> some;
        for (long from = 0; ; from += HINTS_PER_CALL) {
            long start = from;
            some = link.read(redis -> redis.lrange(keys.list(lotId), start, start + HINTS_PER_CALL - 1));
            hints.addAll(some);
            now.run();
            if (some.size() < HINTS_PER_CALL) {
                return hints;
            }
        }
    }

    private void readIndex(int from, int to) {
        List<String> buckets = new ArrayList<>();
        for (int number = from; number < to; number++) {
            buckets.add(keys.bucket(number));
        }
        read(buckets, bucket -> link.start(redis -> redis.hgetall(keys.codes(bucket))))
                .values()
                .forEach(entries -> entries.forEach(this::count));
        now.run();
    }

    private <T> Map<String, T> read(List<String> names, Function<String, CompletableFuture<T>> reading) {
        Map<String, CompletableFuture<T>> readings = new TreeMap<>();
        names.forEach(name -> readings.put(name, reading.apply(name)));
        Map<String, T> read = new TreeMap<>();
        readings.forEach((name, future) -> read.put(name, link.await(future)));
        return read;
    }

    private void count(String code, String entry) {
        IndexEntry parsed = IndexEntry.parse(entry);
        LotCensus lot = lots.get(parsed.lotId());
        codes++;
        if (lot == null) {
            withoutLot.merge(parsed.lotId(), 1L, Long::sum);
        } else {
            lot.count(code, parsed);
        }
    }

    long codes() {
        return codes;
    }

    Map<String, Type> types() {
        return types;
    }

    Map<String, LotCensus> lots() {
        return lots;
    }

    List<String> faults() {
        return withoutLot.entrySet().stream()
                .map(lot ->
                        "%d codes are in lot %s, of which there is no record".formatted(lot.getValue(), lot.getKey()))
                .toList();
    }

    /** What the counters of a type should be. */
    Map<String, Long> counted(String typeId) {
        Map<String, Long> counted =
                new TreeMap<>(COUNTERS.stream().collect(Collectors.toMap(Function.identity(), counter -> 0L)));
        lots.values().stream()
                .filter(lot -> typeId.equals(lot.record.get("typeId")))
                .forEach(lot -> {
                    counted.merge("added", lot.unspent() + lot.claimed() + lot.retired(), Long::sum);
                    counted.merge("claimed", lot.claimed(), Long::sum);
                    counted.merge("retired", lot.retired(), Long::sum);
                    counted.merge("unspent", lot.unspent(), Long::sum);
                    counted.merge("live", lot.live(), Long::sum);
                    counted.merge("live:" + lot.record.get("discount"), lot.live(), Long::sum);
                });
        return counted;
    }
}
