package io.promopool.redis;

import io.promopool.lang.DaemonThreads;
import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLog;
import io.promopool.pool.AlertOutbox;
import io.promopool.pool.CodePool;
import io.promopool.pool.StockHistory;
import io.promopool.pool.StorageException;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.ServerCheck;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool in Redis together with what keeps an eye on it: connections, health, the sweep. */
public final class RedisStorage implements AutoCloseable {
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(RedisStorage.class);

    private final RedisConnector redis;
    private final RedisHealth health;
    private final RedisCodePool pool;
    private final StockHistory stockHistory;
    private final AlertLevelStore alertLevels;
    private final AlertLog alertLog;
    private final AlertOutbox alertOutbox;
    private final Sweeper sweeper;
    private final ScheduledExecutorService housekeeping =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("redis-housekeeping"));

    private RedisStorage(RedisConnector redis, StorageSettings settings, InstantSource clock, RedisListener listener) {
        Keys keys = Keys.of(settings.redis());
        this.redis = redis;
        this.health = new RedisHealth(redis, settings.durability(), clock);
        health.sampleTime();
        ServerCheck.warnings(redis.reads(), settings.durability()).forEach(log::warn);
        // Not confirmed by replicas: the service may come up before them, and is not ready until they are there.
        Layout.open(redis.watch(), keys, settings.zone());
        this.pool = new RedisCodePool(redis, keys, settings.claims(), clock, listener);
        this.stockHistory = new RedisStockHistory(redis, keys, clock);
        this.alertLevels = new RedisAlertLevelStore(redis, keys, clock);
        this.alertLog = new RedisAlertLog(redis, keys, clock);
        this.alertOutbox = new RedisAlertOutbox(redis, keys, clock);
        this.sweeper = new Sweeper(redis, keys, clock);
    }

    /**
     * Connects to Redis and opens the pool in it, which is set up where there is none.
     *
     * @param url where Redis is, whatever the settings say
     * @throws StorageException where Redis can't be reached or does not answer
     * @throws IllegalStateException where Redis is too old, or holds a pool of another layout; the message says which
     */
    public static RedisStorage open(String url, StorageSettings settings, InstantSource clock, RedisListener listener) {
        RedisConnector redis = RedisConnector.connect(url, settings.redis().timeout(), settings.durability(), listener);
        try {
            RedisStorage storage = new RedisStorage(redis, settings, clock, listener);
            storage.watch();
            return storage;
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    private void watch() {
        health.check();
        housekeeping.scheduleWithFixedDelay(
                this::check, BETWEEN_CHECKS.toMillis(), BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
        housekeeping.scheduleWithFixedDelay(this::sweep, 1, BETWEEN_SWEEPS.toMinutes(), TimeUnit.MINUTES);
    }

    private void check() {
        Optional<String> before = health.unreadyReason();
        health.check();
        Optional<String> after = health.unreadyReason();
        if (!before.equals(after)) {
            after.ifPresentOrElse(reason -> log.warn("not ready: {}", reason), () -> log.info("ready"));
        }
    }

    private void sweep() {
        // Not by a clock that is wrong: the lists it takes for past ones can't be had back.
        if (health.unreadyReason().isPresent()) {
            return;
        }
        try {
            sweeper.sweep();
        } catch (RuntimeException e) {
            log.warn("the sweep of expired lots will be tried again in {}: {}", BETWEEN_SWEEPS, e.getMessage());
        }
    }

    public CodePool pool() {
        return pool;
    }

    public StockHistory stockHistory() {
        return stockHistory;
    }

    public AlertLevelStore alertLevels() {
        return alertLevels;
    }

    public AlertLog alertLog() {
        return alertLog;
    }

    public AlertOutbox alertOutbox() {
        return alertOutbox;
    }

    /** Why claims can't be served; empty when they can. Not older than a second, while Redis answers. */
    public Optional<String> unreadyReason() {
        return health.unreadyReason();
    }

    /** Lets the claims under way come to their end, then disconnects. */
    @Override
    public void close() {
        pool.close();
        housekeeping.shutdownNow();
        redis.close();
    }
}
