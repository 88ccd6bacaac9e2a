package io.promopool.badinput;

import io.promopool.alerts.StockMonitor;
import io.promopool.auth.AuthSettings;
import io.promopool.http.AlertBackend;
import io.promopool.http.HttpBackend;
import io.promopool.http.HttpServer;
import io.promopool.http.HttpSettings;
import io.promopool.http.Monitor;
import io.promopool.http.Wire;
import io.promopool.metrics.Metrics;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.redis.RawState;
import io.promopool.redis.RedisServer;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.upload.UploadLimits;
import io.promopool.upload.Uploader;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The service on a free port, over the tests' Redis under a prefix of its own. */
final class RunningService implements AutoCloseable {
    private final Metrics metrics;
    private final RedisStorage storage;
    private final HttpServer server;
    private final RawState raw;

    RunningService(RedisServer redis, String prefix, InstantSource clock) throws IOException {
        RedisSettings settings = new RedisSettings(Optional.empty(), prefix, Duration.ofSeconds(5), 256);
        ClaimSettings claims = new ClaimSettings(Duration.ofSeconds(10), 1_000, 64);
        StorageSettings all = new StorageSettings(
                settings,
                new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                new Durability(0),
                claims,
                ZoneOffset.UTC);
        metrics = new Metrics(clock);
        storage = RedisStorage.open(redis.url(), all, clock, metrics.redis());
        ExpirationFormat dates = new ExpirationFormat(ZoneOffset.UTC);
        Uploader uploader = new Uploader(storage.pool(), dates, new UploadLimits(100_000, 5_000), metrics.uploads());
        Monitor monitor = new Monitor(storage::unreadyReason, metrics, metrics.http());
        server = new HttpServer(
                new HttpSettings("127.0.0.1", 0, 4, 64, Duration.ofSeconds(5)),
                new AuthSettings(List.of()),
                new HttpBackend(storage.pool(), uploader, alerts(clock), dates, monitor),
                clock);
        server.start();
        raw = new RawState(redis, prefix);
    }

    private AlertBackend alerts(InstantSource clock) {
        AlertLevels levels = new AlertLevels(500, 50);
        StockMonitor stocks = new StockMonitor(storage.stockHistory(), levels, clock);
        return new AlertBackend(stocks, storage.alertLevels(), storage.alertLog(), levels);
    }

    CodePool pool() {
        return storage.pool();
    }

    /** Everything in Redis fits together. */
    void check() {
        raw.check();
    }

    /** The answer; empty where the service hung up without one. One that does not come in time is a failure. */
    Optional<Wire.Reply> ask(Call call) throws IOException {
        try (Wire wire = new Wire(server.port())) {
            try {
                wire.send(call.bytes());
                wire.endOfRequests();
            } catch (SocketException hungUp) {
                // It may have said why before that.
            }
            return Optional.of(wire.reply());
        } catch (EOFException | SocketException hungUp) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.close();
        storage.close();
        metrics.close();
    }
}
