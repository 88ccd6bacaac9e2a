package io.promopool.redis;

import io.lettuce.core.KeyValue;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.Lot;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.Stock;
import io.promopool.pool.Stock.Expiring;
import io.promopool.pool.StockBook;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What is left of each type, and how fast it has gone. */
final class RedisStockBook implements StockBook {
    /** So that one call stays under a millisecond or two. */
    private static final int TYPES_PER_CALL = 100;

    /** More than an hour, and more than a day, so that an entry is never overwritten before it is too old. */
    private static final int MINUTES = 75;

    private static final int QUARTERS = HISTORY_MINUTES / 15 + 4;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    RedisStockBook(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<Stock> stocks() {
        Instant now = clock.instant();
        List<String> types = redis.reads().read(commands -> commands.hkeys(keys.types())).stream()
                .sorted()
                .toList();
        List<Stock> stocks = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i += TYPES_PER_CALL) {
            stocks.addAll(stocks(types.subList(i, Math.min(i + TYPES_PER_CALL, types.size())), now));
        }
        return stocks;
    }

    private List<Stock> stocks(List<String> types, Instant now) {
        List<String> args = new ArrayList<>(types.size() + 1);
        args.add(Long.toString(now.getEpochSecond()));
        args.addAll(types);
        List<Object> reply = redis.reads().read(LuaScript.STOCK, keys.meta(), args);
        List<Stock> stocks = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            List<?> told = (List<?>) reply.get(i);
            if (!told.isEmpty()) {
                stocks.add(stock(types.get(i), told));
            }
        }
        return stocks;
    }

    private static Stock stock(String type, List<?> told) {
        long available = (long) told.get(0);
        PoolCounts counts =
                new PoolCounts(available, (long) told.get(2), (long) told.get(3), (long) told.get(4) - available);
        String expiration = (String) told.get(5);
        Optional<Expiring> next = expiration.isEmpty()
                ? Optional.empty()
                : Optional.of(new Expiring(LotEncoding.expiration(expiration), (long) told.get(6)));
        return new Stock(type, counts, levels((String) told.get(7)), next);
    }

    /** @param alert the field of that name, see alerts.lua */
    static Optional<AlertLevels> levels(String alert) {
        String[] parts = alert.split(",", -1);
        return parts.length < 3 || parts[1].isEmpty()
                ? Optional.empty()
                : Optional.of(new AlertLevels(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    @Override
    public List<Remaining> nextLots(Collection<String> types, int limit) {
        List<String> all = List.copyOf(types);
        List<Remaining> lots = new ArrayList<>();
        for (int i = 0; i < all.size(); i += TYPES_PER_CALL) {
            lots.addAll(nextLots(all.subList(i, Math.min(i + TYPES_PER_CALL, all.size())), limit));
        }
        return lots;
    }

    private List<Remaining> nextLots(List<String> types, int limit) {
        List<String> args = new ArrayList<>(types.size() + 2);
        args.add(Long.toString(clock.instant().getEpochSecond()));
        args.add(Integer.toString(limit));
        args.addAll(types);
        List<Object> reply = redis.reads().read(LuaScript.NEXT_LOTS, keys.meta(), args);
        List<Remaining> lots = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            List<?> told = (List<?>) reply.get(i);
            for (int at = 0; at < told.size(); at += 3) {
                Lot lot = LotEncoding.lot(types.get(i), (String) told.get(at), (String) told.get(at + 1));
                lots.add(new Remaining(lot, Long.parseLong((String) told.get(at + 2))));
            }
        }
        return lots;
    }

    @Override
    public void recordClaimed(long minute, Map<String, Long> totals) {
        List<Map.Entry<String, Long>> all = List.copyOf(totals.entrySet());
        for (int i = 0; i < all.size(); i += TYPES_PER_CALL) {
            List<String> args = new ArrayList<>();
            args.add(redis.time().deadlineAfter(redis.writes().timeout()));
            args.addAll(List.of(Long.toString(minute), Integer.toString(MINUTES), Integer.toString(QUARTERS)));
            all.subList(i, Math.min(i + TYPES_PER_CALL, all.size())).forEach(total -> {
                args.add(total.getKey());
                args.add(total.getValue().toString());
            });
            redis.writes().call(LuaScript.RECORD_CLAIMED, keys.meta(), args);
        }
    }

    @Override
    public Map<String, List<Sample>> given(Collection<String> types) {
        Map<String, CompletableFuture<Map<String, String>>> readings = new HashMap<>();
        if (!types.isEmpty()) {
            List<KeyValue<String, String>> ids =
                    redis.reads().read(commands -> commands.hmget(keys.types(), types.toArray(String[]::new)));
            ids.forEach(id -> id.ifHasValue(typeId -> readings.put(
                    id.getKey(), redis.reads().start(commands -> commands.hgetall(keys.history(typeId))))));
        }
        Map<String, List<Sample>> given = new HashMap<>();
        types.forEach(type -> given.put(
                type, readings.containsKey(type) ? samples(redis.reads().await(readings.get(type))) : List.of()));
        return given;
    }

    private List<Sample> samples(Map<String, String> history) {
        long oldest = clock.instant().getEpochSecond() / 60 - HISTORY_MINUTES;
        return history.values().stream()
                .map(RedisStockBook::sample)
                .filter(sample -> sample.minute() >= oldest)
                .distinct()
                .sorted(Comparator.comparingLong(Sample::minute))
                .toList();
    }

    private static Sample sample(String minuteAndTotal) {
        int comma = minuteAndTotal.indexOf(',');
        return new Sample(
                Long.parseLong(minuteAndTotal.substring(0, comma)),
                Long.parseLong(minuteAndTotal.substring(comma + 1)));
    }
}
