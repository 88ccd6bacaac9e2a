package io.promopool.http;

import io.promopool.alerts.StockMonitor;
import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.AlertLog;
import java.util.Objects;

/**
 * What the API needs to show the stock of types and their alerts.
 *
 * @param serviceLevels the levels of types that have none of their own
 */
public record AlertBackend(StockMonitor stocks, AlertLevelStore levels, AlertLog log, AlertLevels serviceLevels) {
    public AlertBackend {
        Objects.requireNonNull(stocks);
        Objects.requireNonNull(levels);
        Objects.requireNonNull(log);
        Objects.requireNonNull(serviceLevels);
    }
}
