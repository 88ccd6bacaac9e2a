package io.promopool;

import io.promopool.alerts.AlertSchedule;
import io.promopool.alerts.AlertSettings;
import io.promopool.alerts.DeliveryListener;
import io.promopool.alerts.StockMonitor;
import io.promopool.alerts.Webhooks;
import io.promopool.http.AlertBackend;
import io.promopool.http.HttpBackend;
import io.promopool.http.HttpServer;
import io.promopool.http.Monitor;
import io.promopool.metrics.Metrics;
import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.embedded.EmbeddedRedis;
import io.promopool.settings.Settings;
import io.promopool.upload.Uploader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service, wired by hand. Its parts are started bottom up and closed top down. */
public final class App implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(App.class);

    private final Settings settings;
    private final InstantSource clock;
    private final Deque<Runnable> closings = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this
    private boolean started; // guarded by this
    private HttpServer http;

    public App(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Starts the service. If a part fails to start, {@link #close} must still be called for the parts below it.
     *
     * @throws IOException if the port or the host can't be used; the message says in one line, for a person, what is
     *     wrong
     * @throws RuntimeException if another part can't start; the message says so in the same way
     */
    public void start() throws IOException {
        Metrics metrics = new Metrics(clock);
        whenClosed(metrics::close);
        RedisStorage storage = storage(metrics.redis());
        CodePool pool = metrics.metered(storage.pool());
        ExpirationFormat dates = new ExpirationFormat(settings.zone());
        Uploader uploader = new Uploader(pool, dates, settings.upload(), metrics.uploads());
        StockMonitor stocks =
                new StockMonitor(storage.stockHistory(), settings.alerts().levels(), clock);
        metrics.watch(stocks, storage::unreadyReason);
        startAlerts(storage, stocks, metrics.webhooks());
        http = new HttpServer(
                settings.http(),
                settings.auth(),
                new HttpBackend(
                        pool,
                        uploader,
                        new AlertBackend(
                                stocks,
                                storage.alertLevels(),
                                storage.alertLog(),
                                settings.alerts().levels()),
                        dates,
                        new Monitor(storage::unreadyReason, metrics, metrics.http())),
                clock);
        whenClosed(http::close);
        http.start();
        synchronized (this) {
            started = true;
        }
    }

    private void startAlerts(RedisStorage storage, StockMonitor stocks, DeliveryListener listener) {
        AlertSettings alerts = settings.alerts();
        Webhooks webhooks = new Webhooks(storage.alertOutbox(), alerts, clock, listener);
        whenClosed(webhooks::close);
        webhooks.start();
        AlertSchedule schedule = new AlertSchedule(storage.alertLog(), storage.alertLevels(), stocks, alerts, clock);
        whenClosed(schedule::close);
        schedule.start();
    }

    private RedisStorage storage(RedisListener listener) {
        Optional<String> url = settings.storage().redis().url();
        return url.isPresent() ? storage(url.get(), settings.storage(), listener) : embeddedStorage(listener);
    }

    private RedisStorage embeddedStorage(RedisListener listener) {
        EmbeddedRedis embedded = EmbeddedRedis.start(settings.embedded());
        whenClosed(embedded::close);
        PoolChoice choice = settings.storage()
                .pool()
                .choice()
                .inFolder(EmbeddedRedis.recordedPool(settings.embedded()), "the file " + embedded.poolFile());
        RedisStorage storage = storage(embedded.url(), settings.storage().with(choice), listener);
        embedded.recordPool(storage.poolId());
        return storage;
    }

    private RedisStorage storage(String url, StorageSettings all, RedisListener listener) {
        RedisStorage storage = RedisStorage.open(url, all, clock, listener);
        whenClosed(storage::close);
        return storage;
    }

    /** The port that the API listens on. */
    public int port() {
        return http.port();
    }

    /** Registers a part to be closed. If the service has been closed in the meantime, the part is closed at once. */
    private void whenClosed(Runnable closing) {
        synchronized (this) {
            if (!closed) {
                closings.push(closing);
                return;
            }
        }
        run(closing);
    }

    /**
     * Refuses new requests, waits for requests in flight for the configured time, then closes everything else. It may
     * be called at any time, including during the start.
     */
    @Override
    public void close() {
        List<Runnable> topDown;
        synchronized (this) {
            if (started && !closed) {
                log.info("stopping");
            }
            closed = true;
            topDown = List.copyOf(closings);
            closings.clear();
        }
        topDown.forEach(App::run);
    }

    /** An error in one part must not keep the parts below it open, least of all the embedded Redis. */
    private static void run(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            log.error("a part of the service failed to close", e);
        }
    }
}
