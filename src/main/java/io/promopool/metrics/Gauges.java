package io.promopool.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of one scrape that are not kept between scrapes. */
final class Gauges {
    /** Lots of each type that have a label: those that claims are served from next. With {@link ClaimMeters#MAX_TYPES}, a thousand in all. */
    static final int LOTS_OF_A_TYPE = 5;

    private static final Map<String, String> HELP = Map.of(
            "promopool_codes", "Codes by type and state",
            "promopool_alert_state", "How a type stands: 0 ok, 1 warning, 2 alarm, 3 exhausted",
            "promopool_runs_out_seconds",
                    "Until a type runs out at the rate of the last hour or day; 0 where it has, absent where none are given",
            "promopool_lot_available_codes",
                    "Available codes of the " + LOTS_OF_A_TYPE + " lots of a type that are given out next",
            "promopool_lot_expires_timestamp_seconds", "When these lots expire; absent where they never do");

    private final Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();

    /** @param labels names and values in turn */
    void add(String name, double value, String... labels) {
        byName.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(HELP.get(n)))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        byName.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        return all.build();
    }
}
