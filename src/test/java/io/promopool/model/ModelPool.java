package io.promopool.model;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool.Preview;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verbs of {@link io.promopool.pool.CodePool} over a map, for one thread. It answers every question by looking at
 * all codes: it has no counters, lists or hints that could be wrong.
 *
 * <p>If the order of codes is undefined, the model says which codes are allowed: {@link #expectClaim} has the codes
 * that a claim may get, and {@link #forceClaim} records the code that it got.
 */
public final class ModelPool {
    private final InstantSource clock;
    private final Map<String, ModelCode> codes = new LinkedHashMap<>();

    /** The age of every lot that has ever had a code; 0 is the oldest. */
    private final Map<Lot, Integer> ages = new HashMap<>();

    public ModelPool(InstantSource clock) {
        this.clock = clock;
    }

    /** How a claim may end. */
    public sealed interface Expected {
        /** With exactly this outcome. */
        record Exactly(ClaimOutcome outcome) implements Expected {}

        /** With a new claim of one of these codes, all of one lot. */
        record OneOf(Set<String> codes) implements Expected {}
    }

    /** How this claim may end now. Changes nothing. */
    public Expected expectClaim(ClaimRequest request) {
        Optional<Claim> recorded = findClaim(request.key());
        if (recorded.isPresent()) {
            return new Expected.Exactly(again(recorded.get(), request.filter()));
        }
        if (preview(request.filter()) instanceof Preview.NotServed refusal) {
            return new Expected.Exactly(refusal.why());
        }
        return new Expected.OneOf(candidates(request.filter()));
    }

    private static ClaimOutcome again(Claim recorded, CodeFilter filter) {
        boolean fits = filter.type().equals(recorded.lot().type())
                && (filter.discount().isEmpty()
                        || filter.discount().getAsInt() == recorded.lot().discount());
        return fits ? new ClaimOutcome.Claimed(recorded, true) : new ClaimOutcome.KeyReused(recorded);
    }

    /**
     * The codes that such a claim may get; empty if it gets none. Of the codes that stayed as they were uploaded, only
     * the first can be next. A code that was ever retired or moved may be anywhere in its lot.
     */
    public Set<String> candidates(CodeFilter filter) {
        Optional<Lot> lot = soonest(filter);
        Set<String> candidates = new TreeSet<>();
        fitting(filter)
                .filter(code ->
                        code.lot().equals(lot.orElseThrow()) && code.place().isEmpty())
                .forEach(code -> candidates.add(code.code()));
        fitting(filter)
                .filter(code ->
                        code.lot().equals(lot.orElseThrow()) && code.place().isPresent())
                .min(Comparator.comparingLong(code -> code.place().getAsLong()))
                .ifPresent(code -> candidates.add(code.code()));
        return candidates;
    }

    /**
     * Records that the request's key got the code.
     *
     * @throws IllegalArgumentException if the claim may not get this code
     */
    public Claim forceClaim(ClaimRequest request, String code) {
        Expected expected = expectClaim(request);
        if (!(expected instanceof Expected.OneOf allowed) || !allowed.codes().contains(code)) {
            throw new IllegalArgumentException(code + " was claimed, but expected was " + expected);
        }
        ModelCode claimed = codes.get(code).claimedBy(request.key(), clock.instant());
        codes.put(code, claimed);
        return claimed.claim().orElseThrow();
    }

    public Preview preview(CodeFilter filter) {
        if (!isKnown(filter.type())) {
            return new Preview.NotServed(new ClaimOutcome.UnknownType(filter.type()));
        }
        return soonest(filter)
                .<Preview>map(Preview.Served::new)
                .orElseGet(() -> new Preview.NotServed(new ClaimOutcome.Exhausted(filter)));
    }

    /** The reason of a rejection is empty: compare only its field. */
    public List<RowOutcome> load(List<UploadRow> rows, LoadMode mode) {
        UploadTable table = new UploadTable(clock.instant(), mode.reactivate());
        List<RowOutcome> outcomes = new ArrayList<>();
        Map<String, ModelCode> codesBefore = new LinkedHashMap<>(codes);
        Map<Lot, Integer> agesBefore = new HashMap<>(ages);
        for (UploadRow row : rows) {
            ModelCode known = codes.get(row.code());
            // Codes are never removed, so their number grows with each new one: a place in upload order.
            UploadTable.Judgement judgement =
                    known == null ? table.judgeNew(row, codes.size()) : table.judgeKnown(row, known);
            outcomes.add(judgement.outcome());
            judgement.after().ifPresent(this::put);
        }
        if (mode.dryRun()) {
            codes.clear();
            codes.putAll(codesBefore);
            ages.clear();
            ages.putAll(agesBefore);
        }
        return outcomes;
    }

    public SetInUseOutcome setInUse(String code, boolean inUse) {
        ModelCode known = codes.get(code);
        if (known == null) {
            return new SetInUseOutcome.UnknownCode(code);
        }
        if (known.claim().isPresent() && !inUse) {
            return new SetInUseOutcome.AlreadyClaimed(known.claim().get());
        }
        boolean changes = known.claim().isEmpty() && known.retired() != inUse;
        if (changes) {
            put(inUse ? known.retire() : known.putInto(known.lot()));
        }
        return new SetInUseOutcome.Done(find(code).orElseThrow(), changes);
    }

    public Optional<PromoCode> find(String code) {
        return Optional.ofNullable(codes.get(code)).map(known -> known.at(clock.instant()));
    }

    public Optional<Claim> findClaim(String key) {
        return codes.values().stream()
                .flatMap(code -> code.claim().stream())
                .filter(claim -> claim.key().equals(key))
                .findAny();
    }

    /** All codes that match, in no particular order. */
    public List<PromoCode> search(CodeQuery query) {
        return codes.values().stream()
                .map(code -> code.at(clock.instant()))
                .filter(code -> query.matches(code.lot(), code.state()))
                .toList();
    }

    /** All types, sorted by name. */
    public List<TypeCounts> types() {
        return codes.values().stream()
                .map(code -> code.lot().type())
                .distinct()
                .sorted()
                .map(type -> type(type).orElseThrow())
                .toList();
    }

    public Optional<TypeCounts> type(String type) {
        return isKnown(type)
                ? Optional.of(
                        new TypeCounts(type, counts(code -> code.lot().type().equals(type))))
                : Optional.empty();
    }

    /**
     * The lots of a type that have a code, by date and then by age. It omits lots that have lost all their codes,
     * whether or not a pool lists them.
     */
    public List<LotCounts> lots(String type) {
        return ages.keySet().stream()
                .filter(lot -> lot.type().equals(type))
                .sorted(soonestFirst())
                .map(lot -> new LotCounts(lot, counts(code -> code.lot().equals(lot))))
                .filter(lot -> lot.counts().total() > 0)
                .toList();
    }

    public OptionalLong count(CodeFilter filter) {
        return isKnown(filter.type()) ? OptionalLong.of(fitting(filter).count()) : OptionalLong.empty();
    }

    private void put(ModelCode code) {
        codes.put(code.code(), code);
        ages.putIfAbsent(code.lot(), ages.size());
    }

    private boolean isKnown(String type) {
        return codes.values().stream().anyMatch(code -> code.lot().type().equals(type));
    }

    private Optional<Lot> soonest(CodeFilter filter) {
        return fitting(filter).map(ModelCode::lot).min(soonestFirst());
    }

    private Stream<ModelCode> fitting(CodeFilter filter) {
        Expiration tooSoon =
                new Expiration(filter.expiresAfterEpochSecond(clock.instant().getEpochSecond()));
        return codes.values().stream()
                .filter(code -> code.stateAt(clock.instant()) == CodeState.AVAILABLE)
                .filter(code -> code.lot().type().equals(filter.type()))
                .filter(code -> filter.discount().isEmpty()
                        || filter.discount().getAsInt() == code.lot().discount())
                .filter(code -> code.lot().expiration().compareTo(tooSoon) > 0);
    }

    /** By date, lots that never expire last. If dates are equal, the older lot comes first. */
    private Comparator<Lot> soonestFirst() {
        return Comparator.comparing(Lot::expiration).thenComparing(ages::get);
    }

    private PoolCounts counts(Predicate<ModelCode> which) {
        Map<CodeState, Long> byState = codes.values().stream()
                .filter(which)
                .collect(Collectors.groupingBy(code -> code.stateAt(clock.instant()), Collectors.counting()));
        return new PoolCounts(
                byState.getOrDefault(CodeState.AVAILABLE, 0L),
                byState.getOrDefault(CodeState.CLAIMED, 0L),
                byState.getOrDefault(CodeState.RETIRED, 0L),
                byState.getOrDefault(CodeState.EXPIRED, 0L));
    }
}
