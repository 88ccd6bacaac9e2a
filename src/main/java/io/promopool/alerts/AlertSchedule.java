package io.promopool.alerts;

import io.promopool.lang.DaemonThreads;
import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records every minute how many codes were claimed, and fires the alerts that no claim can fire: for lots that expire
 * soon, and for types that run out soon. Alerts of levels are fired by claims.
 */
public final class AlertSchedule implements AutoCloseable {
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final Logger log = LoggerFactory.getLogger(AlertSchedule.class);

    private final AlertLog alerts;
    private final AlertLevelStore levels;
    private final StockMonitor stocks;
    private final AlertSettings settings;
    private final InstantSource clock;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("alert-schedule"));
    private Set<String> runningOut = new HashSet<>(); // used by the thread of the schedule
    private boolean first = true; // used by the thread of the schedule

    public AlertSchedule(
            AlertLog alerts, AlertLevelStore levels, StockMonitor stocks, AlertSettings settings, InstantSource clock) {
        this.alerts = alerts;
        this.levels = levels;
        this.stocks = stocks;
        this.settings = settings;
        this.clock = clock;
    }

    /** Starts the schedule, which runs at once and then at the end of each minute. Does not wait for a run. */
    public void start() {
        schedule.execute(this::runQuietly);
        // At the end of a minute by the clock, so that the claims of a minute are counted as claims of that minute.
        long untilNextMinute = MINUTE_MILLIS - Math.floorMod(clock.millis(), MINUTE_MILLIS);
        schedule.scheduleAtFixedRate(this::runQuietly, untilNextMinute, MINUTE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void runQuietly() {
        try {
            run();
        } catch (RuntimeException e) {
            // Every exception, because the executor cancels a task that throws.
            log.warn("the check for alerts failed and is retried in a minute: {}", e.getMessage());
        }
    }

    void run() {
        if (first) {
            levels.setServiceLevels(settings.levels());
        }
        stocks.recordClaimed();
        List<StockForecast> forecasts = stocks.forecasts();
        forecasts.forEach(this::expiring);
        runningOut(forecasts);
        first = false;
    }

    private void expiring(StockForecast forecast) {
        Instant until = clock.instant().plus(Duration.ofDays(settings.expiring().days()));
        boolean isSoon = forecast.stock()
                .next()
                .filter(next -> next.expiration().isPastAt(until))
                .isPresent();
        if (isSoon
                && forecast.stock().counts().available() >= settings.expiring().codes()) {
            alerts.fireExpiring(forecast.stock().type(), settings.expiring().codes(), until);
        }
    }

    private void runningOut(List<StockForecast> forecasts) {
        Set<String> soon = new HashSet<>();
        for (StockForecast forecast : forecasts) {
            String type = forecast.stock().type();
            forecast.runsOutAt()
                    .filter(at -> at.isBefore(clock.instant().plus(settings.runsOutIn())))
                    .ifPresent(at -> {
                        soon.add(type);
                        alerts.fireRunningOut(type, forecast.stock().counts().available(), at, settings.runsOutIn());
                    });
            // At the first run, an alert that was fired before this service started might still be in force.
            if (!soon.contains(type) && (first || runningOut.contains(type))) {
                alerts.clearRunningOut(type);
            }
        }
        runningOut = soon;
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
