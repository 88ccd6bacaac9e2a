package io.promopool.redis;

import io.promopool.pool.Claim;
import io.promopool.pool.CodeState;
import io.promopool.pool.Lot;
import io.promopool.pool.PromoCode;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.IndexEntry;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Reads codes and claims. It uses several commands instead of a script, and is still consistent: the index entry
 * decides, and what it refers to (the fields of a lot, the record of a claim) never changes. Only whether a lot was
 * swept can change meanwhile.
 */
final class CodeReader {
    private final RedisLink link;
    private final Keys keys;

    CodeReader(RedisLink link, Keys keys) {
        this.link = link;
        this.keys = keys;
    }

    Optional<PromoCode> find(String code, Instant now) {
        String entry = link.read(redis -> redis.hget(keys.codes(keys.bucket(code)), code));
        return entry == null
                ? Optional.empty()
                : Optional.of(codes(Map.of(code, entry), now, any -> true).get(0));
    }

    Optional<Claim> findClaim(String key) {
        String code = link.read(redis -> redis.hget(keys.claims(keys.bucket(key)), key));
        return code == null ? Optional.empty() : find(code, Instant.EPOCH).flatMap(PromoCode::claim);
    }

    /**
     * Returns the codes that are wanted, in the order of the entries. Claims are read only for those.
     *
     * @param entries index entries by code
     */
    List<PromoCode> codes(Map<String, String> entries, Instant now, Predicate<Located> wanted) {
        Map<String, IndexEntry> parsed = new HashMap<>();
        Map<String, CompletableFuture<LotFound>> lots = new HashMap<>();
        entries.forEach((code, entry) -> {
            IndexEntry index = IndexEntry.parse(entry);
            parsed.put(code, index);
            lots.computeIfAbsent(index.lotId(), id -> startLot(id, now));
        });
        List<Located> located = new ArrayList<>();
        for (String code : entries.keySet()) {
            IndexEntry index = parsed.get(code);
            LotFound lot = link.await(lots.get(index.lotId()));
            Located found =
                    new Located(code, lot.lot(), index.stateAt(now, lot.lot().expiration(), lot.isSwept()));
            if (wanted.test(found)) {
                located.add(found);
            }
        }
        List<CompletableFuture<String>> records = located.stream()
                .map(found -> startRecord(found, parsed.get(found.code())))
                .toList();
        return IntStream.range(0, located.size())
                .mapToObj(i -> located.get(i).with(link.await(records.get(i))))
                .toList();
    }

    /** Starts to read the record of a claimed code. For any other code the result is empty. */
    private CompletableFuture<String> startRecord(Located found, IndexEntry index) {
        boolean isOutsideIndex =
                found.state() == CodeState.CLAIMED && index.rest().isEmpty();
        String key = keys.claimed(keys.bucket(found.code()));
        return isOutsideIndex
                ? link.start(redis -> redis.hget(key, found.code()))
                : CompletableFuture.completedFuture(index.rest());
    }

    /** Asks whether the lot was swept only if its date lies ahead: the codes of others have expired anyway. */
    private CompletableFuture<LotFound> startLot(String lotId, Instant now) {
        return link.start(redis -> redis.hmget(keys.lot(lotId), "type", "discount", "expiration", "typeId"))
                .thenCompose(v -> {
                    Lot lot = LotEncoding.lot(
                            v.get(0).getValue(), v.get(1).getValue(), v.get(2).getValue());
                    if (lot.expiration().isNever() || lot.expiration().isPastAt(now)) {
                        return CompletableFuture.completedFuture(new LotFound(lot, false));
                    }
                    String expired = keys.expired(v.get(3).getValue());
                    return link.start(redis -> redis.sismember(expired, LotEncoding.member(lotId)))
                            .thenApply(isSwept -> new LotFound(lot, isSwept));
                });
    }

    private record LotFound(Lot lot, boolean isSwept) {}

    /** A code whose lot and state are known. */
    record Located(String code, Lot lot, CodeState state) {
        /** @param record {@code time,key} of a claimed code, as in Redis; ignored for any other code */
        PromoCode with(String record) {
            boolean isClaimed = state == CodeState.CLAIMED;
            return new PromoCode(code, lot, state, isClaimed ? Optional.of(claimOf(record)) : Optional.empty());
        }

        private Claim claimOf(String record) {
            int comma = record.indexOf(',');
            Instant when = Instant.ofEpochSecond(Long.parseLong(record.substring(0, comma)));
            return new Claim(record.substring(comma + 1), code, lot, when);
        }
    }
}
