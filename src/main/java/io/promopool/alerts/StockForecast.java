package io.promopool.alerts;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.AlertState;
import io.promopool.pool.Stock;
import java.time.Instant;
import java.util.Optional;

/**
 * The stock of a type, and when it runs out at the rate of the last hour and of the last day.
 *
 * @param levels the type's own levels, or the service's if the type has none
 * @param claimedLastHour codes claimed within the last 60 minutes
 * @param claimedLastDay codes claimed within the last 24 hours
 * @param runsOutAt when the type runs out at the rate of the last hour, to the minute; absent if no code was claimed in
 *     that hour, and if no code is available
 * @param runsOutAtDailyRate the same at the rate of the last day
 */
public record StockForecast(
        Stock stock,
        AlertLevels levels,
        long claimedLastHour,
        long claimedLastDay,
        Optional<Instant> runsOutAt,
        Optional<Instant> runsOutAtDailyRate) {

    /** The type's name. */
    public String type() {
        return stock.type();
    }

    public AlertState state() {
        return levels.stateOf(stock.counts().available());
    }
}
