package io.promopool.redis.recount;

import io.promopool.lang.Quantity;
import io.promopool.redis.connection.Chunks;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.IndexEntry;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** All types, lots and codes in Redis, read for a {@link Recount}. Writes must be paused while it is read. */
final class PoolSnapshot {
    private static final int HINTS_PER_CALL = 10_000;
    private static final int BUCKETS_PER_ROUND_TRIP = 256;

    /** Far below the number of commands that may be in flight on a connection. */
    private static final int RECORDS_IN_FLIGHT = 500;

    /** The fields of a lot that no recount can restore. */
    private static final Set<String> LOT_IDENTITY = Set.of("type", "typeId", "discount", "expiration");

    private final RedisLink link;
    private final Keys keys;
    private final Runnable progress;
    private final Map<String, TypeAudit> types = new TreeMap<>();
    private final Map<String, LotAudit> lots = new TreeMap<>();
    private final Map<String, Long> codesWithoutLot = new TreeMap<>();
    private final List<String> damagedLots = new ArrayList<>();
    private final Set<String> typesOfDamagedLots = new HashSet<>();
    private long codes;

    private PoolSnapshot(RedisLink link, Keys keys, Runnable progress) {
        this.link = link;
        this.keys = keys;
        this.progress = progress;
    }

    /**
     * Reads everything, and waits for it.
     *
     * @param progress called often meanwhile
     * @throws io.promopool.pool.StorageException if Redis fails
     */
    static PoolSnapshot read(RedisLink link, Keys keys, Runnable progress) {
        PoolSnapshot snapshot = new PoolSnapshot(link, keys, progress);
        snapshot.readTypes();
        snapshot.types.keySet().forEach(snapshot::readLots);
        for (int bucket = 0; bucket < keys.buckets(); bucket += BUCKETS_PER_ROUND_TRIP) {
            snapshot.readIndex(bucket, Math.min(bucket + BUCKETS_PER_ROUND_TRIP, keys.buckets()));
        }
        snapshot.types.keySet().removeAll(snapshot.typesOfDamagedLots);
        snapshot.lots.values().forEach(snapshot::countIntoType);
        return snapshot;
    }

    private void readTypes() {
        link.read(redis -> redis.hgetall(keys.types())).forEach((name, id) -> {
            types.put(id, new TypeAudit(id, name, link.read(redis -> redis.hgetall(keys.type(id)))));
            progress.run();
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
            if (!record.keySet().containsAll(LOT_IDENTITY)) {
                damagedLots.add(id);
                // Without this lot, the counters of its type can't be known, so they stay as they are.
                typesOfDamagedLots.add(typeId);
                continue;
            }
            int discount = Integer.parseInt(record.get("discount"));
            Set<String> liveOfDiscount = liveOf.computeIfAbsent(
                    discount, d -> new HashSet<>(link.read(redis -> redis.zrange(keys.live(typeId, d), 0, -1))));
            // A lot in only one of the two sets is always wrong. It counts as not live if it has codes, and as live if
            // it has none, so that it is reported and corrected in both cases.
            boolean inBoth = live.contains(member) && liveOfDiscount.contains(member);
            boolean inOne = live.contains(member) != liveOfDiscount.contains(member);
            boolean isLive = inBoth || (inOne && "0".equals(record.get("unspent")));
            lots.put(
                    id,
                    new LotAudit(
                            id,
                            record,
                            hints(id),
                            link.read(redis -> redis.smembers(keys.staleHints(id))),
                            swept.contains(member),
                            isLive));
            progress.run();
        }
    }

    private Set<String> hints(String lotId) {
        Set<String> hints = new HashSet<>();
        List<String> part;
        for (long from = 0; ; from += HINTS_PER_CALL) {
            long start = from;
            part = link.read(redis -> redis.lrange(keys.list(lotId), start, start + HINTS_PER_CALL - 1));
            hints.addAll(part);
            progress.run();
            if (part.size() < HINTS_PER_CALL) {
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
                .forEach((bucket, entries) -> entries.forEach((code, entry) -> count(bucket + code, entry)));
        progress.run();
    }

    private <T> Map<String, T> read(List<String> names, Function<String, CompletableFuture<T>> reading) {
        Map<String, T> read = new TreeMap<>();
        for (List<String> chunk : Chunks.of(names, RECORDS_IN_FLIGHT)) {
            Map<String, CompletableFuture<T>> readings = new TreeMap<>();
            chunk.forEach(name -> readings.put(name, reading.apply(name)));
            readings.forEach((name, future) -> read.put(name, link.await(future)));
        }
        return read;
    }

    private void count(String hint, String entry) {
        IndexEntry parsed = IndexEntry.parse(entry);
        LotAudit lot = lots.get(parsed.lotId());
        codes++;
        if (lot == null) {
            codesWithoutLot.merge(parsed.lotId(), 1L, Long::sum);
        } else {
            lot.count(hint, parsed);
        }
    }

    private void countIntoType(LotAudit lot) {
        TypeAudit type = types.get(lot.typeId());
        if (type != null) {
            type.count(lot);
        }
    }

    long codes() {
        return codes;
    }

    Collection<TypeAudit> types() {
        return types.values();
    }

    Collection<LotAudit> lots() {
        return lots.values();
    }

    /** Returns one sentence for each fault that a recount can't correct. */
    List<String> faults() {
        return Stream.concat(
                        damagedLots.stream().map("the record of lot %s is incomplete"::formatted),
                        codesWithoutLot.entrySet().stream()
                                .map(lot -> "lot %s has no complete record, but the index has %s of this lot"
                                        .formatted(lot.getKey(), Quantity.of(lot.getValue(), "code"))))
                .toList();
    }
}
