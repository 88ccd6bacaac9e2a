package io.promopool.alerts;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.AlertState;
import io.promopool.pool.Stock;
import java.time.Instant;
import java.util.Optional;

/**
 * How a type stands and how long it will last.
 *
 * @param levels that hold for the type
 * @param claimedLastHour codes given out within the last 60 minutes
 * @param claimedLastDay codes given out within the last 24 hours
 * @param runsOutAt when it will have run out at the rate of the last hour, to the minute; absent where none were given, or none are left
 * @param runsOutAtDailyRate the same at the rate of the last day
 */
public record Outlook(
        Stock stock,
        AlertLevels levels,
        long claimedLastHour,
        long claimedLastDay,
        Optional<Instant> runsOutAt,
        Optional<Instant> runsOutAtDailyRate) {

    public AlertState state() {
        return levels.stateOf(stock.counts().available());
    }
}
