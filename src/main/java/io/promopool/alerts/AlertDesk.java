package io.promopool.alerts;

import io.promopool.pool.AlertBook;
import io.promopool.pool.StockHistory;
import java.time.InstantSource;

/** All that is done so that nobody is surprised by an empty pool: started and stopped with the service. */
public final class AlertDesk implements AutoCloseable {
    private final AlertBook alerts;
    private final AlertSettings settings;
    private final StockMonitor stocks;
    private final AlertRounds rounds;
    private final Webhooks webhooks;

    public AlertDesk(
            StockHistory stocks,
            AlertBook alerts,
            AlertSettings settings,
            InstantSource clock,
            DeliveryListener listener) {
        this.alerts = alerts;
        this.settings = settings;
        this.stocks = new StockMonitor(stocks, settings.levels(), clock);
        this.rounds = new AlertRounds(alerts, this.stocks, settings, clock);
        this.webhooks = new Webhooks(alerts, settings, clock, listener);
    }

    public void start() {
        rounds.start();
        webhooks.start();
    }

    public StockMonitor stocks() {
        return stocks;
    }

    public AlertBook alerts() {
        return alerts;
    }

    public AlertSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        rounds.close();
        webhooks.close();
    }
}
