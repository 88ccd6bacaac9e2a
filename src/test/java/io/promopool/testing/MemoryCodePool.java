package io.promopool.testing;

import io.promopool.model.ModelPool;
import io.promopool.model.ModelPool.Expected;
import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.Expiration;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.LoadMode;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A pool in memory, for tests of code that calls a pool. {@link ModelPool} decides what each call does. A test can make
 * every call fail, and can hold back the answers of claims and loads.
 */
public class MemoryCodePool implements CodePool {
    private final InstantSource clock;
    private ModelPool model;
    private Optional<RuntimeException> failure = Optional.empty();
    private Optional<CompletableFuture<?>> gate = Optional.empty();

    public MemoryCodePool(InstantSource clock) {
        this.clock = clock;
        this.model = new ModelPool(clock);
    }

    public synchronized void clear() {
        model = new ModelPool(clock);
        failure = Optional.empty();
        gate = Optional.empty();
    }

    public synchronized void add(String code, String type, int discount, Expiration expiration) {
        UploadRow row = new UploadRow(
                1, code, Optional.of(type), OptionalInt.of(discount), Optional.of(expiration), Optional.empty());
        List<RowOutcome> outcomes = model.load(List.of(row), new LoadMode(false, false));
        if (!outcomes.equals(List.of(RowOutcome.Accepted.ADDED))) {
            throw new IllegalArgumentException(row + ": " + outcomes);
        }
    }

    /** From now on every call fails with this exception. */
    public synchronized void failWith(RuntimeException anyCall) {
        failure = Optional.of(anyCall);
    }

    /** From now on claims and loads end only after that future. */
    public synchronized void holdUntil(CompletableFuture<?> opened) {
        gate = Optional.of(opened);
    }

    @Override
    public synchronized List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests) {
        return requests.stream()
                .map(request -> answer(pool -> claim(pool, request)))
                .toList();
    }

    private static ClaimOutcome claim(ModelPool pool, ClaimRequest request) {
        Expected expected = pool.expectClaim(request);
        if (expected instanceof Expected.OneOf allowed) {
            String code = allowed.codes().iterator().next();
            return new ClaimOutcome.Claimed(pool.forceClaim(request, code), false);
        }
        return ((Expected.Exactly) expected).outcome();
    }

    @Override
    public synchronized Preview preview(CodeFilter filter) {
        return working().preview(filter);
    }

    @Override
    public synchronized CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode) {
        return answer(pool -> pool.load(rows, mode));
    }

    @Override
    public synchronized SetInUseOutcome setInUse(String code, boolean inUse) {
        return working().setInUse(code, inUse);
    }

    @Override
    public synchronized Optional<PromoCode> find(String code) {
        return working().find(code);
    }

    @Override
    public synchronized Optional<Claim> findClaim(String key) {
        return working().findClaim(key);
    }

    @Override
    public synchronized Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit) {
        return page(working().search(query), cursor, limit);
    }

    @Override
    public synchronized List<TypeCounts> types() {
        return working().types();
    }

    @Override
    public synchronized Optional<TypeCounts> type(String type) {
        return working().type(type);
    }

    @Override
    public synchronized Page<LotCounts> lots(String type, Optional<String> cursor, int limit) {
        return page(working().lots(type), cursor, limit);
    }

    @Override
    public synchronized OptionalLong count(CodeFilter filter) {
        return working().count(filter);
    }

    private <T> CompletableFuture<T> answer(Function<ModelPool, T> call) {
        if (failure.isPresent()) {
            return CompletableFuture.failedFuture(failure.get());
        }
        T value = call.apply(model);
        return gate.<CompletableFuture<T>>map(opened -> opened.thenApply(open -> value))
                .orElseGet(() -> CompletableFuture.completedFuture(value));
    }

    private ModelPool working() {
        if (failure.isPresent()) {
            throw failure.get();
        }
        return model;
    }

    /** A cursor is the position of the next entry. */
    private static <T> Page<T> page(List<T> all, Optional<String> cursor, int limit) {
        if (!cursor.orElse("0").matches("[0-9]+")) {
            throw new InvalidFieldException("cursor", "is not one of ours");
        }
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + limit);
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of("" + to) : Optional.empty());
    }
}
