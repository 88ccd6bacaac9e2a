package io.promopool.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool.Preview;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PoolCounts;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Counts codes and lists lots by reading counters, never codes. */
final class PoolCounter {
    private static final String[] LOT_FIELDS = {"type", "discount", "expiration", "unspent", "claimed", "retired"};

    private final RedisLink link;
    private final Keys keys;

    PoolCounter(RedisLink link, Keys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** Returns how many codes such a claim could still get; empty if the type is unknown. */
    OptionalLong count(CodeFilter filter, Instant now) {
        String expiresAfter = Long.toString(filter.expiresAfterEpochSecond(now.getEpochSecond()));
        List<String> args = List.of(filter.type(), LotEncoding.discountText(filter.discount()), expiresAfter);
        List<Object> reply = link.read(LuaScript.COUNT, keys.meta(), args);
        return reply.isEmpty() ? OptionalLong.empty() : OptionalLong.of((long) reply.get(0));
    }

    /**
     * Lists the lots of a type. Lots without codes are left out, so a page can be short.
     *
     * @throws InvalidFieldException if the cursor is not one of this type
     */
    Page<LotCounts> lots(String type, Optional<String> cursor, int limit, Instant now) {
        String typeId = link.read(redis -> redis.hget(keys.types(), type));
        if (typeId == null) {
            return new Page<>(List.of(), Optional.empty());
        }
        String lots = keys.lots(typeId);
        long start = cursor.map(last -> rankOf(lots, last) + 1).orElse(0L);
        List<String> members = link.read(redis -> redis.zrange(lots, start, start + limit));
        boolean more = members.size() > limit;
        List<String> shown = more ? members.subList(0, limit) : members;
        List<CompletableFuture<List<KeyValue<String, String>>>> readings = shown.stream()
                .map(member -> link.start(redis -> redis.hmget(keys.lot(LotEncoding.idOf(member)), LOT_FIELDS)))
                .toList();
        List<Boolean> swept = shown.isEmpty()
                ? List.of()
                : link.read(redis -> redis.smismember(keys.expired(typeId), shown.toArray(new String[0])));
        return new Page<>(
                IntStream.range(0, shown.size())
                        .mapToObj(i -> lotCounts(link.await(readings.get(i)), swept.get(i), now))
                        .filter(lot -> lot.counts().total() > 0)
                        .toList(),
                more ? Optional.of(shown.get(limit - 1)) : Optional.empty());
    }

    private long rankOf(String lots, String member) {
        Long rank = link.read(redis -> redis.zrank(lots, member));
        if (rank == null) {
            throw new InvalidFieldException("cursor", "is not a cursor of this type; use the one of the previous page");
        }
        return rank;
    }

    private static LotCounts lotCounts(List<KeyValue<String, String>> fields, boolean isSwept, Instant now) {
        List<String> v = fields.stream().map(KeyValue::getValue).toList();
        Lot lot = LotEncoding.lot(v.get(0), v.get(1), v.get(2));
        long unspent = Long.parseLong(v.get(3));
        boolean isExpired = isSwept || lot.expiration().isPastAt(now);
        return new LotCounts(
                lot,
                new PoolCounts(
                        isExpired ? 0 : unspent,
                        Long.parseLong(v.get(4)),
                        Long.parseLong(v.get(5)),
                        isExpired ? unspent : 0));
    }

    /** Returns the lot that a claim would be served from now. */
    Preview preview(CodeFilter filter, Instant now) {
        String typeId = link.read(redis -> redis.hget(keys.types(), filter.type()));
        if (typeId == null) {
            return new Preview.NotServed(new ClaimOutcome.UnknownType(filter.type()));
        }
        String live = filter.discount().isPresent()
                ? keys.live(typeId, filter.discount().getAsInt())
                : keys.live(typeId);
        long after = filter.expiresAfterEpochSecond(now.getEpochSecond());
        Range<Long> valid = Range.from(Boundary.excluding(after), Boundary.unbounded());
        List<String> members = link.read(redis -> redis.zrangebyscore(live, valid, Limit.from(1)));
        if (members.isEmpty()) {
            return new Preview.NotServed(new ClaimOutcome.Exhausted(filter));
        }
        List<KeyValue<String, String>> fields =
                link.read(redis -> redis.hmget(keys.lot(LotEncoding.idOf(members.get(0))), LOT_FIELDS));
        return new Preview.Served(lotCounts(fields, false, now).lot());
    }
}
