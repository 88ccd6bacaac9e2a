package io.promopool.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.promopool.alerts.StockForecast;
import io.promopool.alerts.StockMonitor;
import io.promopool.pool.AlertState;
import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.StockHistory.AvailableLot;
import io.promopool.pool.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The stock and the forecast of each type, read when Prometheus scrapes. While the storage is unreachable these metrics
 * are absent, because an old value must not pass for a current one.
 */
final class StockGauges implements MultiCollector {
    /** The order in which types get the limited number of labels: the types that are claimed most come first. */
    private static final Comparator<StockForecast> BUSIEST_FIRST = Comparator.comparingLong(
                    StockForecast::claimedLastDay)
            .thenComparingLong(forecast -> forecast.stock().counts().available())
            .reversed();

    private final StockMonitor stocks;
    private final ClaimMeters labels;
    private final InstantSource clock;

    StockGauges(StockMonitor stocks, ClaimMeters labels, InstantSource clock) {
        this.stocks = stocks;
        this.labels = labels;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        try {
            return look();
        } catch (StorageException e) {
            return new MetricSnapshots();
        }
    }

    private MetricSnapshots look() {
        List<StockForecast> types = stocks.forecasts();
        types.stream().sorted(BUSIEST_FIRST).map(StockForecast::type).forEach(labels::known);
        List<StockForecast> labelled =
                types.stream().filter(type -> labels.hasLabel(type.type())).toList();
        List<StockForecast> others =
                types.stream().filter(type -> !labels.hasLabel(type.type())).toList();
        List<AvailableLot> lots =
                stocks.nextLots(labelled.stream().map(StockForecast::type).toList(), Gauges.LOTS_OF_A_TYPE);
        Gauges gauges = new Gauges();
        labelled.forEach(type -> type(gauges, type));
        if (!others.isEmpty()) {
            others(gauges, others);
        }
        lots.forEach(lot -> lot(gauges, lot));
        return gauges.snapshots();
    }

    private void type(Gauges gauges, StockForecast forecast) {
        String type = forecast.type();
        codes(gauges, type, forecast.stock().counts());
        gauges.add("promopool_alert_state", forecast.state().ordinal(), "type", type);
        runsOut(forecast, StockForecast::runsOutAt)
                .ifPresent(seconds -> gauges.add("promopool_runs_out_seconds", seconds, "type", type, "rate", "hour"));
        runsOut(forecast, StockForecast::runsOutAtDailyRate)
                .ifPresent(seconds -> gauges.add("promopool_runs_out_seconds", seconds, "type", type, "rate", "day"));
    }

    /**
     * The types without a label of their own: the sum of their counts, their worst state and their earliest forecast.
     */
    private void others(Gauges gauges, List<StockForecast> others) {
        String type = ClaimMeters.OTHERS;
        codes(
                gauges,
                type,
                others.stream()
                        .map(other -> other.stock().counts())
                        .reduce(StockGauges::sum)
                        .orElseThrow());
        AlertState worst = others.stream()
                .map(StockForecast::state)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        gauges.add("promopool_alert_state", worst.ordinal(), "type", type);
        soonest(others, StockForecast::runsOutAt)
                .ifPresent(seconds -> gauges.add("promopool_runs_out_seconds", seconds, "type", type, "rate", "hour"));
        soonest(others, StockForecast::runsOutAtDailyRate)
                .ifPresent(seconds -> gauges.add("promopool_runs_out_seconds", seconds, "type", type, "rate", "day"));
    }

    private static PoolCounts sum(PoolCounts a, PoolCounts b) {
        return new PoolCounts(
                a.available() + b.available(),
                a.claimed() + b.claimed(),
                a.retired() + b.retired(),
                a.expired() + b.expired());
    }

    private Optional<Long> soonest(List<StockForecast> others, Function<StockForecast, Optional<Instant>> runsOutAt) {
        return others.stream()
                .flatMap(other -> runsOut(other, runsOutAt).stream())
                .min(Comparator.naturalOrder());
    }

    private static void codes(Gauges gauges, String type, PoolCounts counts) {
        gauges.add("promopool_codes", counts.available(), "type", type, "state", "available");
        gauges.add("promopool_codes", counts.claimed(), "type", type, "state", "claimed");
        gauges.add("promopool_codes", counts.retired(), "type", type, "state", "retired");
        gauges.add("promopool_codes", counts.expired(), "type", type, "state", "expired");
    }

    /** In seconds from now; 0 if no code is available. */
    private Optional<Long> runsOut(StockForecast forecast, Function<StockForecast, Optional<Instant>> runsOutAt) {
        if (forecast.stock().counts().available() == 0) {
            return Optional.of(0L);
        }
        long now = clock.instant().getEpochSecond();
        return runsOutAt.apply(forecast).map(at -> Math.max(0, at.getEpochSecond() - now));
    }

    private static void lot(Gauges gauges, AvailableLot lot) {
        gauges.add("promopool_lot_available_codes", lot.available(), labels(lot.lot()));
        if (!lot.lot().expiration().isNever()) {
            gauges.add(
                    "promopool_lot_expires_timestamp_seconds",
                    lot.lot().expiration().epochSecond(),
                    labels(lot.lot()));
        }
    }

    private static String[] labels(Lot lot) {
        String discount = Integer.toString(lot.discount());
        return new String[] {"type", lot.type(), "discount", discount, "expires", date(lot.expiration())};
    }

    private static String date(Expiration expiration) {
        return expiration.isNever()
                ? "never"
                : Instant.ofEpochSecond(expiration.epochSecond()).toString();
    }
}
