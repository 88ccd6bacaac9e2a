package io.promopool.badinput;

import io.promopool.alerts.StockMonitor;
import io.promopool.auth.AuthSettings;
import io.promopool.http.AlertBackend;
import io.promopool.http.AllowedHosts;
import io.promopool.http.HttpBackend;
import io.promopool.http.HttpServer;
import io.promopool.http.HttpSettings;
import io.promopool.http.Monitor;
import io.promopool.metrics.Metrics;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.redis.testing.RawState;
import io.promopool.redis.testing.TestSettings;
import io.promopool.testing.RawConnection;
import io.promopool.testing.TestRedis;
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

/** The service on a free port, over the shared Redis of the tests, with its own prefix. */
final class RunningService implements AutoCloseable {
    private final Metrics metrics;
    private final RedisStorage storage;
    private final HttpServer server;
    private final RawState raw;

    RunningService(TestRedis redis, String prefix, InstantSource clock) throws IOException {
        RedisSettings settings = new RedisSettings(Optional.empty(), prefix, Duration.ofSeconds(5), 256);
        ClaimSettings claims = new ClaimSettings(Duration.ofSeconds(10), 1_000, 64);
        StorageSettings all = TestSettings.storage(settings, claims);
        metrics = new Metrics(clock);
        storage = RedisStorage.open(redis.url(), all, clock, metrics.redis());
        ExpirationFormat dates = new ExpirationFormat(ZoneOffset.UTC);
        Uploader uploader = new Uploader(storage.pool(), dates, new UploadLimits(100_000, 5_000), metrics.uploads());
        Monitor monitor = new Monitor(storage::unreadyReason, metrics, metrics.http());
        server = new HttpServer(
                new HttpSettings("127.0.0.1", 0, AllowedHosts.NONE, 4, 64, Duration.ofSeconds(5)),
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

    /** Checks that everything in Redis is consistent. */
    void check() {
        raw.check();
    }

    /**
     * The response; empty if the service closed the connection without one. A response that takes too long fails the
     * test.
     */
    Optional<RawConnection.Reply> ask(Call call) throws IOException {
        try (RawConnection connection = new RawConnection(server.port())) {
            try {
                connection.send(call.bytes());
                connection.endOfRequests();
            } catch (SocketException closed) {
                // The service may have sent a response before it closed the connection.
            }
            return Optional.of(connection.reply());
        } catch (EOFException | SocketException closed) {
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
