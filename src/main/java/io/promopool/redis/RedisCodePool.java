package io.promopool.redis;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.LoadMode;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.Stock;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import io.promopool.redis.CodeReader.Located;
import io.promopool.redis.claims.ClaimBatcher;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.layout.IndexEntry;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The pool in Redis: sends each call to the part of this room that handles it. */
final class RedisCodePool implements CodePool, AutoCloseable {
    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;
    private final ClaimBatcher claims;
    private final CodeReader codes;
    private final CodeSearch search;
    private final PoolCounter counter;
    private final StockReader stocks;

    /**
     * @param redis stays the caller's, to be closed after this object
     */
    RedisCodePool(
            RedisConnector redis, Keys keys, ClaimSettings settings, InstantSource clock, RedisListener listener) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
        this.claims = new ClaimBatcher(redis, keys, settings, clock, listener);
        this.codes = new CodeReader(redis.reads(), keys);
        this.search = new CodeSearch(redis.reads(), keys, codes);
        this.counter = new PoolCounter(redis.reads(), keys);
        this.stocks = new StockReader(redis.reads(), keys);
    }

    @Override
    public List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests) {
        return claims.claim(requests);
    }

    @Override
    public Preview preview(CodeFilter filter) {
        return counter.preview(filter, clock.instant());
    }

    @Override
    public CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode) {
        return load(rows, mode, CompletableFuture.completedFuture(null));
    }

    /** Everything except sending is done before the earlier load ends, so that Redis does not wait for it. */
    @Override
    public CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode, CompletableFuture<?> before) {
        if (rows.size() > MAX_LOAD_ROWS) {
            throw new IllegalArgumentException(rows.size() + " rows; at most " + MAX_LOAD_ROWS + " are allowed");
        }
        List<byte[]> args = LoadScript.body(rows, keys);
        return before.thenCompose(done -> load(args, rows, mode, new ArrayList<>(rows.size())));
    }

    /**
     * If the rows belong to many lots, the script processes only the first of them, and the rest is sent in further
     * calls. If a later call fails, the outcome is unknown, because the earlier calls have loaded rows.
     */
    private CompletableFuture<List<RowOutcome>> load(
            List<byte[]> args, List<UploadRow> rows, LoadMode mode, List<RowOutcome> processed) {
        return redis.writes()
                .run(LuaScript.LOAD, keys.meta(), LoadScript.head(mode, clock.instant(), redis.writeDeadline()), args)
                .exceptionallyCompose(fault -> CompletableFuture.failedFuture(
                        processed.isEmpty() ? fault : new StorageException(Outcome.UNKNOWN, fault.getMessage(), fault)))
                .thenCompose(reply -> {
                    List<RowOutcome> outcomes = LoadScript.outcomes(reply);
                    processed.addAll(outcomes);
                    if (processed.size() == rows.size()) {
                        return CompletableFuture.completedFuture(processed);
                    }
                    if (outcomes.isEmpty()) {
                        throw new IllegalStateException("load.lua processed none of " + rows.size() + " rows");
                    }
                    List<UploadRow> rest = rows.subList(processed.size(), rows.size());
                    return load(LoadScript.body(rest, keys), rows, mode, processed);
                });
    }

    @Override
    public SetInUseOutcome setInUse(String code, boolean inUse) {
        String nowSecond = Long.toString(clock.instant().getEpochSecond());
        List<String> args = List.of(code, keys.bucket(code), inUse ? "1" : "0", nowSecond);
        List<Object> reply = redis.write(LuaScript.SET_IN_USE, keys.meta(), args);
        if (reply.isEmpty()) {
            return new SetInUseOutcome.UnknownCode(code);
        }
        IndexEntry entry = IndexEntry.parse((String) reply.get(0));
        Lot lot = LotEncoding.lot((String) reply.get(1), (String) reply.get(2), (String) reply.get(3));
        boolean isSwept = reply.get(5).equals(1L);
        PromoCode now = new Located(code, lot, entry.stateAt(clock.instant(), lot.expiration(), isSwept))
                .with((String) reply.get(4));
        return now.claim().isPresent() && !inUse
                ? new SetInUseOutcome.AlreadyClaimed(now.claim().get())
                : new SetInUseOutcome.Done(now, reply.get(6).equals(1L));
    }

    @Override
    public Optional<PromoCode> find(String code) {
        return codes.find(code, clock.instant());
    }

    @Override
    public Optional<Claim> findClaim(String key) {
        return codes.findClaim(key);
    }

    @Override
    public Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit) {
        return search.page(query, cursor, limit, clock.instant());
    }

    @Override
    public List<TypeCounts> types() {
        return stocks.all(clock.instant()).stream().map(RedisCodePool::counts).toList();
    }

    @Override
    public Optional<TypeCounts> type(String type) {
        return stocks.of(List.of(type), clock.instant()).stream()
                .map(RedisCodePool::counts)
                .findFirst();
    }

    private static TypeCounts counts(Stock stock) {
        return new TypeCounts(stock.type(), stock.counts());
    }

    @Override
    public Page<LotCounts> lots(String type, Optional<String> cursor, int limit) {
        return counter.lots(type, cursor, limit, clock.instant());
    }

    @Override
    public OptionalLong count(CodeFilter filter) {
        return counter.count(filter, clock.instant());
    }

    /** Refuses new claims, and waits until all others are answered or out of time. */
    @Override
    public void close() {
        claims.close();
    }
}
