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
 * Once a minute: records what was given out, and looks for what no claim brings to light, lots that expire soon and types
 * that will have run out soon. Levels are not looked for: claims alert of them.
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
    private boolean first = true;

    public AlertSchedule(
            AlertLog alerts, AlertLevelStore levels, StockMonitor stocks, AlertSettings settings, InstantSource clock) {
        this.alerts = alerts;
        this.levels = levels;
        this.stocks = stocks;
        this.settings = settings;
        this.clock = clock;
    }

    public void start() {
        schedule.execute(this::runQuietly);
        // As a minute of the clock ends, so that what was given in it is counted to it and not to its neighbour.
        long left = MINUTE_MILLIS - Math.floorMod(clock.millis(), MINUTE_MILLIS);
        schedule.scheduleAtFixedRate(this::runQuietly, left, MINUTE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void runQuietly() {
        try {
            run();
        } catch (RuntimeException e) {
            // Whatever it is: a round that throws would be the last one.
            log.warn("a round for alerts will be made again in a minute: {}", e.getMessage());
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
            // At the first round it is not known what was said before this service was started.
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
