package io.promopool.http.testing;

import io.promopool.alerts.StockMonitor;
import io.promopool.http.AlertBackend;
import io.promopool.pool.Alert;
import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.AlertLog;
import io.promopool.pool.CodePool;
import io.promopool.pool.Stock;
import io.promopool.pool.StockHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stocks, levels and alerts of a pool in memory. It stores levels. A test adds alerts itself. */
public final class MemoryStocks implements StockHistory, AlertLevelStore, AlertLog {
    public final List<Alert> alerts = new ArrayList<>();
    public final Map<String, List<Sample>> samples = new HashMap<>();
    private final CodePool pool;
    private final Map<String, AlertLevels> levels = new HashMap<>();
    private final Map<String, Map<Integer, AlertLevels>> levelsOfDiscounts = new HashMap<>();

    public MemoryStocks(CodePool pool) {
        this.pool = pool;
    }

    /**
     * The levels are a warning at 5 and an alarm at 2. Its clock moves by a second at each reading, so that each call
     * reads the stock again.
     */
    public AlertBackend backend(Clock clock) {
        AtomicInteger readings = new AtomicInteger();
        InstantSource ticking = () -> clock.instant().plusSeconds(readings.getAndIncrement());
        AlertLevels serviceLevels = new AlertLevels(5, 2);
        return new AlertBackend(new StockMonitor(this, serviceLevels, ticking), this, this, serviceLevels);
    }

    @Override
    public List<Stock> stocks() {
        return pool.types().stream()
                .map(type -> new Stock(
                        type.type(), type.counts(), Optional.ofNullable(levels.get(type.type())), next(type.type())))
                .toList();
    }

    private Optional<Stock.Expiring> next(String type) {
        return pool.lots(type, Optional.empty(), CodePool.MAX_PAGE_SIZE).items().stream()
                .filter(lot -> !lot.lot().expiration().isNever() && lot.counts().available() > 0)
                .map(lot ->
                        new Stock.Expiring(lot.lot().expiration(), lot.counts().available()))
                .findFirst();
    }

    @Override
    public List<AvailableLot> nextLots(Collection<String> types, int limit) {
        return types.stream()
                .flatMap(type -> pool.lots(type, Optional.empty(), CodePool.MAX_PAGE_SIZE).items().stream()
                        .filter(lot -> lot.counts().available() > 0)
                        .limit(limit))
                .map(lot -> new AvailableLot(lot.lot(), lot.counts().available()))
                .toList();
    }

    @Override
    public void recordClaimed(long minute, Map<String, Long> totals) {}

    @Override
    public Map<String, List<Sample>> claimedSamples(Collection<String> types) {
        Map<String, List<Sample>> all = new HashMap<>();
        types.forEach(type -> all.put(type, samples.getOrDefault(type, List.of())));
        return all;
    }

    @Override
    public void setServiceLevels(AlertLevels ofService) {}

    @Override
    public boolean setLevels(String type, OptionalInt discount, AlertLevels wanted) {
        if (pool.type(type).isEmpty()) {
            return false;
        }
        if (discount.isPresent()) {
            levelsOfDiscounts.computeIfAbsent(type, t -> new TreeMap<>()).put(discount.getAsInt(), wanted);
        } else {
            levels.put(type, wanted);
        }
        return true;
    }

    @Override
    public Optional<TypeLevels> levelsOf(String type) {
        return pool.type(type)
                .map(known -> new TypeLevels(
                        Optional.ofNullable(levels.get(type)), levelsOfDiscounts.getOrDefault(type, Map.of())));
    }

    @Override
    public void fireExpiring(String type, long codes, Instant until) {}

    @Override
    public void fireRunningOut(String type, long available, Instant by, Duration soon) {}

    @Override
    public void clearRunningOut(String type) {}

    @Override
    public List<Alert> last(int limit) {
        return alerts.subList(0, Math.min(limit, alerts.size()));
    }
}
