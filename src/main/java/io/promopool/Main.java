package io.promopool;

import io.promopool.pool.StorageException;
import io.promopool.redis.embedded.EmbeddedRedisException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service and stops it with the process. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private static final int STOPPED = 0;
    private static final int FAILED = 1;

    private Main() {}

    /**
     * Returns once the service is started. The process exits with 1, after one line on standard error, where it can't
     * be, and with 0 when it is stopped by a signal.
     */
    public static void main(String[] args) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        try {
            Config config = Config.load(System.getenv(), System.getProperties(), Path.of(""));
            App app = new App(config, InstantSource.system());
            // The only hook: the JVM runs hooks side by side, but these parts must close one after the other. Before the
            // start, so that a stop during it leaves no Redis behind.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(app, status), "stop"));
            app.start();
        } catch (ConfigException | StorageException | EmbeddedRedisException | IllegalStateException | IOException e) {
            log.debug("the start failed", e);
            fail(status, () -> System.err.println("Promopool can't start: " + e.getMessage()));
        } catch (RuntimeException bug) {
            fail(status, () -> log.error("Promopool can't start", bug));
        }
    }

    /** A start that failed because the service is being stopped is no failure. */
    private static void fail(CompletableFuture<Integer> status, Runnable tell) {
        if (status.complete(FAILED)) {
            tell.run();
            System.exit(FAILED);
        }
    }

    /**
     * Ends the process, which a signal alone would leave with 128 + its number: to who runs it, a stop that went well
     * would look like a crash. Halting is the one way in java.* to choose the status then. It waits for nothing, so it
     * comes last, when all parts are closed.
     */
    private static void stop(App app, CompletableFuture<Integer> status) {
        status.complete(STOPPED);
        app.close();
        Runtime.getRuntime().halt(status.join());
    }
}
