package io.promopool.redis;

import io.lettuce.core.KeyValue;
import io.promopool.pool.Lot;
import io.promopool.pool.Stock;
import io.promopool.pool.StockHistory;
import io.promopool.redis.connection.Chunks;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads the stock of types, and records in a hash for each type how many of its codes have been claimed. */
final class RedisStockHistory implements StockHistory {
    /** More than the hour that is needed, so that no sample is overwritten before it is too old. */
    private static final int MINUTES = 75;

    /** More than the day that is needed, for the same reason. */
    private static final int QUARTERS = HISTORY_MINUTES / 15 + 4;

    /** Far below the number of commands that may be in flight on a connection, which others use too. */
    private static final int HISTORIES_IN_FLIGHT = 500;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;
    private final StockReader stocks;

    RedisStockHistory(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
        this.stocks = new StockReader(redis.reads(), keys);
    }

    @Override
    public List<Stock> stocks() {
        return stocks.all(clock.instant());
    }

    @Override
    public List<AvailableLot> nextLots(Collection<String> types, int limit) {
        return Chunks.of(List.copyOf(types), StockReader.TYPES_PER_CALL).stream()
                .flatMap(chunk -> nextLots(chunk, limit).stream())
                .toList();
    }

    private List<AvailableLot> nextLots(List<String> types, int limit) {
        List<String> args = new ArrayList<>(types.size() + 2);
        args.add(Long.toString(clock.instant().getEpochSecond()));
        args.add(Integer.toString(limit));
        args.addAll(types);
        List<Object> reply = redis.reads().read(LuaScript.NEXT_LOTS, keys.meta(), args);
        List<AvailableLot> lots = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            List<?> lotsOfType = (List<?>) reply.get(i);
            for (int at = 0; at < lotsOfType.size(); at += 3) {
                Lot lot = LotEncoding.lot(types.get(i), (String) lotsOfType.get(at), (String) lotsOfType.get(at + 1));
                lots.add(new AvailableLot(lot, Long.parseLong((String) lotsOfType.get(at + 2))));
            }
        }
        return lots;
    }

    @Override
    public void recordClaimed(long minute, Map<String, Long> totals) {
        Chunks.of(List.copyOf(totals.entrySet()), StockReader.TYPES_PER_CALL).forEach(chunk -> record(minute, chunk));
    }

    private void record(long minute, List<Map.Entry<String, Long>> totals) {
        List<String> args = new ArrayList<>();
        args.addAll(List.of(Long.toString(minute), Integer.toString(MINUTES), Integer.toString(QUARTERS)));
        totals.forEach(total -> {
            args.add(total.getKey());
            args.add(total.getValue().toString());
        });
        redis.write(LuaScript.RECORD_CLAIMED, keys.meta(), args);
    }

    @Override
    public Map<String, List<Sample>> claimedSamples(Collection<String> types) {
        Map<String, List<Sample>> samples = new HashMap<>();
        Chunks.of(List.copyOf(types), HISTORIES_IN_FLIGHT).forEach(chunk -> readClaimed(chunk, samples));
        return samples;
    }

    private void readClaimed(List<String> types, Map<String, List<Sample>> samples) {
        Map<String, CompletableFuture<Map<String, String>>> readings = new HashMap<>();
        List<KeyValue<String, String>> ids =
                redis.reads().read(commands -> commands.hmget(keys.types(), types.toArray(String[]::new)));
        ids.forEach(id -> id.ifHasValue(typeId ->
                readings.put(id.getKey(), redis.reads().start(commands -> commands.hgetall(keys.history(typeId))))));
        types.forEach(type -> samples.put(
                type, readings.containsKey(type) ? samples(redis.reads().await(readings.get(type))) : List.of()));
    }

    private List<Sample> samples(Map<String, String> history) {
        long oldest = clock.instant().getEpochSecond() / 60 - HISTORY_MINUTES;
        return history.values().stream()
                .map(RedisStockHistory::sample)
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
