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
            "Starts the service. This is also what happens when no command is given.",
            "Settings come from environment variables and from config/promopool.properties, which documents each of "
                    + "them. PROMOPOOL_CONFIG names another file. Ctrl-C or SIGTERM stops the service."
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
     * Returns when the service is running. If it can't be started, the process prints one line on standard error and
     * exits with status 1. If a signal stops it, the exit status is 0.
     */
    @Override
    public void run() {
        try {
            Settings settings = Settings.load(System.getenv(), System.getProperties(), Path.of(""));
            App app = new App(settings, InstantSource.system());
            // One hook for all parts: the JVM runs hooks concurrently, but the parts must close one after another.
            // It is added before the start, so that a stop during the start leaves no Redis running.
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

    /** A start that fails because the service is being stopped is not reported as a failure. */
    private void fail(Runnable report) {
        if (status.complete(FAILED)) {
            report.run();
            System.exit(FAILED);
        }
    }

    /**
     * Ends the process. After a signal the exit status would be 128 + the signal's number, so a clean stop would look
     * like a crash to a process supervisor. Halting is the only way in java.* to choose another status at this point.
     * Halting waits for nothing, so it is the last step, after all parts are closed.
     */
    private void stop(App app) {
        status.complete(STOPPED);
        app.close();
        Runtime.getRuntime().halt(status.join());
    }

    /** Created on demand: every command constructs this object, and none should wait for the logging to start. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServeCommand.class);
    }

    /** Whether the service is running. It then runs until the process ends. */
    boolean isStarted() {
        return started;
    }
}
