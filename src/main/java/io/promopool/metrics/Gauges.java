package io.promopool.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gauges that are collected at each scrape. */
final class Gauges {
    /**
     * How many lots of each type have a label: the lots that claims take codes from next. With {@link
     * ClaimMeters#MAX_TYPES}, a thousand in all.
     */
    static final int LOTS_OF_A_TYPE = 5;

    private static final Map<String, String> HELP = Map.of(
            "promopool_codes", "Codes by type and state",
            "promopool_alert_state", "State of a type: 0 ok, 1 at the warning level, 2 at the alarm level, 3 exhausted",
            "promopool_runs_out_seconds",
                    "Time until a type runs out at the rate of the last hour or day; 0 if no code is available,"
                            + " absent if no code was claimed in that time",
            "promopool_lot_available_codes",
                    "Available codes in each of the " + LOTS_OF_A_TYPE + " lots of a type that claims use first",
            "promopool_lot_expires_timestamp_seconds",
                    "Expiration date of the lots in promopool_lot_available_codes;"
                            + " absent for a lot that never expires");

    private final Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();

    /**
     * Adds a value.
     *
     * @param labels names and values in turn
     */
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
