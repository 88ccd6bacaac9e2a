package io.promopool.testing;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.LoadMode;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Enough of a pool to ask the API about: in memory, soonest expiring first, without expiry. It can be told to fail. */
public final class MemoryCodePool implements CodePool {
    private final Clock clock;
    private final Map<String, PromoCode> codes = new LinkedHashMap<>();
    private final Map<String, Claim> claims = new LinkedHashMap<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private Optional<CompletableFuture<?>> gate = Optional.empty();

    public MemoryCodePool(Clock clock) {
        this.clock = clock;
    }

    public synchronized void clear() {
        codes.clear();
        claims.clear();
        failure = Optional.empty();
        gate = Optional.empty();
    }

    public synchronized void add(String code, String type, int discount, Expiration expiration) {
        codes.put(
                code, new PromoCode(code, new Lot(type, discount, expiration), CodeState.AVAILABLE, Optional.empty()));
    }

    /** From now on every call ends so. */
    public synchronized void failWith(RuntimeException anyCall) {
        failure = Optional.of(anyCall);
    }

    /** From now on claims and loads end only after that. */
    public synchronized void holdUntil(CompletableFuture<?> opened) {
        gate = Optional.of(opened);
    }

    @Override
    public synchronized List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests) {
        return requests.stream().map(request -> answer(() -> decide(request))).toList();
    }

    private ClaimOutcome decide(ClaimRequest request) {
        CodeFilter filter = request.filter();
        Claim known = claims.get(request.key());
        if (known != null) {
            boolean same = known.lot().type().equals(filter.type())
                    && (filter.discount().isEmpty()
                            || filter.discount().getAsInt() == known.lot().discount());
            return same ? new ClaimOutcome.Claimed(known, true) : new ClaimOutcome.KeyReused(known);
        }
        Optional<PromoCode> next = fitting(filter).stream()
                .min(Comparator.comparing(code -> code.lot().expiration()));
        if (next.isEmpty()) {
            return none(filter);
        }
        PromoCode code = next.get();
        Claim claim = new Claim(request.key(), code.code(), code.lot(), clock.instant());
        claims.put(request.key(), claim);
        codes.put(code.code(), new PromoCode(code.code(), code.lot(), CodeState.CLAIMED, Optional.of(claim)));
        return new ClaimOutcome.Claimed(claim, false);
    }

    private ClaimOutcome none(CodeFilter filter) {
        return matching(code -> code.lot().type().equals(filter.type())).isEmpty()
                ? new ClaimOutcome.UnknownType(filter.type())
                : new ClaimOutcome.Exhausted(filter);
    }

    @Override
    public synchronized Preview preview(CodeFilter filter) {
        check();
        return fitting(filter).stream()
                .findFirst()
                .<Preview>map(code -> new Preview.Served(code.lot()))
                .orElseGet(() -> new Preview.NotServed(none(filter)));
    }

    @Override
    public synchronized CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode) {
        return answer(() -> {
            List<RowOutcome> outcomes = new ArrayList<>();
            for (UploadRow row : rows) {
                boolean known = codes.containsKey(row.code());
                outcomes.add(known ? RowOutcome.Accepted.UNCHANGED : RowOutcome.Accepted.ADDED);
                if (!known && !mode.dryRun()) {
                    add(
                            row.code(),
                            row.type().orElseThrow(),
                            row.discount().orElse(0),
                            row.expiration().orElse(Expiration.NEVER));
                }
            }
            return outcomes;
        });
    }

    @Override
    public synchronized SetInUseOutcome setInUse(String code, boolean inUse) {
        Optional<PromoCode> found = find(code);
        if (found.isEmpty()) {
            return new SetInUseOutcome.UnknownCode(code);
        }
        if (found.get().claim().isPresent()) {
            return inUse
                    ? new SetInUseOutcome.Done(found.get())
                    : new SetInUseOutcome.AlreadyClaimed(found.get().claim().get());
        }
        CodeState state = inUse ? CodeState.RETIRED : CodeState.AVAILABLE;
        PromoCode changed = new PromoCode(code, found.get().lot(), state, Optional.empty());
        codes.put(code, changed);
        return new SetInUseOutcome.Done(changed);
    }

    @Override
    public synchronized Optional<PromoCode> find(String code) {
        check();
        return Optional.ofNullable(codes.get(code));
    }

    @Override
    public synchronized Optional<Claim> findClaim(String key) {
        check();
        return Optional.ofNullable(claims.get(key));
    }

    @Override
    public synchronized Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit) {
        check();
        return page(matching(code -> query.matches(code.lot(), code.state())), cursor, limit);
    }

    @Override
    public synchronized List<TypeCounts> types() {
        check();
        Map<String, TypeCounts> types = new TreeMap<>();
        codes.values()
                .forEach(code -> types.computeIfAbsent(
                        code.lot().type(), name -> type(name).orElseThrow()));
        return List.copyOf(types.values());
    }

    @Override
    public synchronized Optional<TypeCounts> type(String type) {
        check();
        List<PromoCode> all = matching(code -> code.lot().type().equals(type));
        return all.isEmpty() ? Optional.empty() : Optional.of(new TypeCounts(type, counts(all)));
    }

    @Override
    public synchronized Page<LotCounts> lots(String type, Optional<String> cursor, int limit) {
        check();
        Map<Lot, List<PromoCode>> lots = new LinkedHashMap<>();
        for (PromoCode code : matching(code -> code.lot().type().equals(type))) {
            lots.computeIfAbsent(code.lot(), lot -> new ArrayList<>()).add(code);
        }
        List<LotCounts> all = new ArrayList<>();
        lots.forEach((lot, ofLot) -> all.add(new LotCounts(lot, counts(ofLot))));
        return page(all, cursor, limit);
    }

    @Override
    public synchronized OptionalLong count(CodeFilter filter) {
        return type(filter.type()).isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(fitting(filter).size());
    }

    private interface Answering<T> {
        T get();
    }

    private <T> CompletableFuture<T> answer(Answering<T> answering) {
        if (failure.isPresent()) {
            return CompletableFuture.failedFuture(failure.get());
        }
        T value = answering.get();
        return gate.<CompletableFuture<T>>map(opened -> opened.thenApply(open -> value))
                .orElseGet(() -> CompletableFuture.completedFuture(value));
    }

    private void check() {
        failure.ifPresent(known -> {
            throw known;
        });
    }

    private List<PromoCode> fitting(CodeFilter filter) {
        long after = filter.expiresAfterEpochSecond(clock.instant().getEpochSecond());
        return matching(code -> code.state() == CodeState.AVAILABLE
                && code.lot().type().equals(filter.type())
                && (filter.discount().isEmpty()
                        || filter.discount().getAsInt() == code.lot().discount())
                && code.lot().expiration().epochSecond() > after);
    }

    private List<PromoCode> matching(Predicate<PromoCode> predicate) {
        return codes.values().stream().filter(predicate).toList();
    }

    private static PoolCounts counts(List<PromoCode> of) {
        return new PoolCounts(
                count(of, CodeState.AVAILABLE),
                count(of, CodeState.CLAIMED),
                count(of, CodeState.RETIRED),
                count(of, CodeState.EXPIRED));
    }

    private static long count(List<PromoCode> of, CodeState state) {
        return of.stream().filter(code -> code.state() == state).count();
    }

    private static <T> Page<T> page(List<T> all, Optional<String> cursor, int limit) {
        if (!cursor.orElse("0").matches("[0-9]+")) {
            throw new InvalidFieldException("cursor", "is not one of ours");
        }
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + limit);
        return new Page<>(all.subList(from, to), to < all.size() ? Optional.of("" + to) : Optional.empty());
    }
}
