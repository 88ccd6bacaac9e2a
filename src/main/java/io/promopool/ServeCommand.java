package io.promopool;

import io.promopool.pool.StorageException;
import io.promopool.redis.embedded.EmbeddedRedisException;
import io.promopool.settings.Settings;
import io.promopool.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the service and stops it with the process. */
@Command(
        name = "serve",
        description = {
            "Starts the service, as no command at all does.",
            "Its settings are in config/promopool.properties and in the environment; that file is their manual. "
                    + "PROMOPOOL_CONFIG names another file. Ctrl-C, or SIGTERM, stops it."
        })
final class ServeCommand implements Runnable {
    private static final int STOPPED = 0;
    private static final int FAILED = 1;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private boolean started;

    /**
     * Comes back when the service runs. The process exits with 1, after one line on standard error, where it can't be
     * started, and with 0 when it is stopped by a signal.
     */
    @Override
    public void run() {
        try {
            Settings settings = Settings.load(System.getenv(), System.getProperties(), Path.of(""));
            App app = new App(settings, InstantSource.system());
            // The only hook: the JVM runs hooks side by side, but these parts must close one after the other. Before
            // the
            // start, so that a stop during it leaves no Redis behind.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(app), "stop"));
            app.start();
            started = true;
        } catch (SettingsException
                | StorageException
                | EmbeddedRedisException
                | IllegalStateException
                | IOException e) {
            log().debug("the start failed", e);
            fail(() -> System.err.println("Promopool can't start: " + e.getMessage()));
        } catch (RuntimeException bug) {
            fail(() -> log().error("Promopool can't start", bug));
        }
    }

    /** A start that failed because the service is being stopped is no failure. */
    private void fail(Runnable tell) {
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
    private void stop(App app) {
        status.complete(STOPPED);
        app.close();
        Runtime.getRuntime().halt(status.join());
    }

    /** Not sooner: the other commands make this object too, and none of them should wait for a log. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServeCommand.class);
    }

    /** Whether the service runs now, for as long as the process does. */
    boolean isStarted() {
        return started;
    }
}
