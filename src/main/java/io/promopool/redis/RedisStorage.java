package io.promopool.redis;

import io.promopool.lang.DaemonThreads;
import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLog;
import io.promopool.pool.AlertOutbox;
import io.promopool.pool.CodePool;
import io.promopool.pool.StockHistory;
import io.promopool.pool.StorageException;
import io.promopool.redis.connection.LatestTime;
import io.promopool.redis.connection.PoolIdentity;
import io.promopool.redis.connection.PoolWatch;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.ServerCheck;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import io.promopool.redis.sweep.Sweeper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool in Redis, with its connections, the health checks and the sweep. */
public final class RedisStorage implements AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(RedisStorage.class);

    private final RedisConnector redis;
    private final RedisHealth health;
    private final PoolIdentity identity;
    private final PoolWatch watch;
    private final LatestTime latestTime;
    private final String meta;
    private final RedisCodePool pool;
    private final StockHistory stockHistory;
    private final AlertLevelStore alertLevels;
    private final AlertLog alertLog;
    private final AlertOutbox alertOutbox;
    private final Sweeper sweeper;
    private final ScheduledExecutorService checks =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("redis-checks"));

    /** A rebuild can take minutes, and must not hold up the checks. */
    private final ScheduledExecutorService sweeps =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("redis-sweeps"));

    private RedisStorage(RedisConnector redis, StorageSettings settings, InstantSource clock, RedisListener listener) {
        Keys keys = Keys.of(settings.redis());
        this.redis = redis;
        this.health = new RedisHealth(
                redis, settings.durability(), clock, settings.pool().maxClockDifference());
        health.sampleTime();
        ServerCheck.requireSupported(redis.watch());
        this.identity = Layout.open(redis, keys, settings.zone(), settings.pool());
        this.meta = keys.meta();
        this.latestTime = new LatestTime(redis, System::nanoTime);
        this.watch = new PoolWatch(redis, clock);
        this.pool = new RedisCodePool(redis, keys, settings.claims(), clock, listener);
        this.stockHistory = new RedisStockHistory(redis, keys, clock);
        this.alertLevels = new RedisAlertLevelStore(redis, keys, clock);
        this.alertLog = new RedisAlertLog(redis, keys, clock);
        this.alertOutbox = new RedisAlertOutbox(redis, keys, clock);
        this.sweeper = new Sweeper(redis, keys, clock);
    }

    /**
     * Connects to Redis, and opens the pool in it, or creates it if the settings allow it. Blocks until the first
     * health check has ended; whether claims can be served is in {@link #unreadyReason}. After a failure nothing stays
     * open, and a retry is safe.
     *
     * @param url of the Redis; takes the place of the one in the settings
     * @throws StorageException if Redis is unreachable or does not answer
     * @throws IllegalStateException if Redis is too old, runs in cluster mode, does not hold the pool that was chosen,
     *     or was set up with other settings; the message says what to do
     */
    public static RedisStorage open(String url, StorageSettings settings, InstantSource clock, RedisListener listener) {
        RedisConnector redis = RedisConnector.connect(url, settings.redis().timeout(), settings.durability(), listener);
        try {
            RedisStorage storage = new RedisStorage(redis, settings, clock, listener);
            storage.startChecksAndSweeps();
            return storage;
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    private void startChecksAndSweeps() {
        watch.check();
        health.check();
        latestTime.checked(meta, health.agreedTime());
        health.warnings().forEach(log::warn);
        health.unreadyReason().ifPresent(reason -> log.warn("not ready: {}", reason));
        checks.scheduleWithFixedDelay(
                this::check, CHECK_INTERVAL.toMillis(), CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        sweeps.scheduleWithFixedDelay(this::sweep, 1, SWEEP_INTERVAL.toMinutes(), TimeUnit.MINUTES);
    }

    private void check() {
        Optional<String> before = health.unreadyReason();
        List<String> found = health.warnings();
        watch.check();
        health.check();
        latestTime.checked(meta, health.agreedTime());
        health.warnings().stream().filter(finding -> !found.contains(finding)).forEach(log::warn);
        Optional<String> after = health.unreadyReason();
        if (!before.equals(after)) {
            after.ifPresentOrElse(reason -> log.warn("not ready: {}", reason), () -> log.info("ready"));
        }
    }

    private void sweep() {
        // Never sweep while a clock is wrong: a list that was freed by a wrong clock must be rebuilt.
        if (health.unreadyReason().isPresent()) {
            return;
        }
        try {
            sweeper.sweep();
        } catch (RuntimeException e) {
            log.warn(
                    "the sweep of expired lots failed ({}); retrying in {} min",
                    e.getMessage(),
                    SWEEP_INTERVAL.toMinutes());
        }
    }

    /** Returns the id of the pool in Redis. */
    public String poolId() {
        return identity.id();
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

    /** Returns why claims can't be served; empty if they can. While Redis answers, this is at most a second old. */
    public Optional<String> unreadyReason() {
        return health.unreadyReason();
    }

    /** Refuses new claims, waits until all others are answered or out of time, then disconnects. */
    @Override
    public void close() {
        pool.close();
        checks.shutdownNow();
        sweeps.shutdownNow();
        redis.close();
    }
}
