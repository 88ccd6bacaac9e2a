package io.promopool.redis;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.Stock;
import io.promopool.pool.Stock.Expiring;
import io.promopool.redis.connection.Chunks;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the stock of types from counters, so the cost does not depend on the number of codes. */
final class StockReader {
    /** Keeps one call under a millisecond or two. */
    static final int TYPES_PER_CALL = 100;

    private static final Pattern OWN_LEVELS = Pattern.compile("\\d*,(\\d{1,18}),(\\d{1,18})");

    private final RedisLink link;
    private final Keys keys;

    StockReader(RedisLink link, Keys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** Returns the stock of every type, sorted by name. */
    List<Stock> all(Instant now) {
        return of(
                link.read(redis -> redis.hkeys(keys.types())).stream().sorted().toList(), now);
    }

    /** Returns the stock of these types, in the same order. Unknown types are left out. */
    List<Stock> of(List<String> types, Instant now) {
        return Chunks.of(types, TYPES_PER_CALL).stream()
                .flatMap(chunk -> read(chunk, now))
                .toList();
    }

    private Stream<Stock> read(List<String> types, Instant now) {
        List<String> args = new ArrayList<>(types.size() + 1);
        args.add(Long.toString(now.getEpochSecond()));
        args.addAll(types);
        List<Object> reply = link.read(LuaScript.STOCK, keys.meta(), args);
        return IntStream.range(0, types.size())
                .filter(i -> !((List<?>) reply.get(i)).isEmpty())
                .mapToObj(i -> stock(types.get(i), (List<?>) reply.get(i)));
    }

    private static Stock stock(String type, List<?> reply) {
        long available = (long) reply.get(0);
        long unspent = (long) reply.get(3);
        PoolCounts counts = new PoolCounts(available, (long) reply.get(1), (long) reply.get(2), unspent - available);
        String expiration = (String) reply.get(4);
        Optional<Expiring> next = expiration.isEmpty()
                ? Optional.empty()
                : Optional.of(new Expiring(LotEncoding.expiration(expiration), (long) reply.get(5)));
        return new Stock(type, counts, levels((String) reply.get(6)), next);
    }

    /**
     * Parses the levels in a type's field {@code alert}; see alerts.lua. Empty if the type has none of its own, or if
     * the field is damaged: the counts of all types must not fail because of the levels of one.
     */
    static Optional<AlertLevels> levels(String alert) {
        Matcher own = OWN_LEVELS.matcher(alert);
        return own.matches()
                ? Optional.of(new AlertLevels(Long.parseLong(own.group(1)), Long.parseLong(own.group(2))))
                : Optional.empty();
    }
}
