package io.promopool;

import io.promopool.pool.StorageException;
import io.promopool.redis.embedded.EmbeddedRedisException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
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
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private boolean started;

    /** Comes back when the service runs. Exits with 1, after one line on standard error, where it can't be started. */
    @Override
    public void run() {
        try {
            Config config = Config.load(System.getenv(), System.getProperties(), Path.of(""));
            App app = new App(config, InstantSource.system());
            // The only hook: the JVM runs hooks side by side, but these parts must close one after the other. Before the
            // start, so that a stop during it leaves no Redis behind.
            Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
            app.start();
            started = true;
        } catch (ConfigException | StorageException | EmbeddedRedisException | IllegalStateException | IOException e) {
            log().debug("the start failed", e);
            System.err.println("Promopool can't start: " + e.getMessage());
            System.exit(1);
        } catch (RuntimeException bug) {
            log().error("Promopool can't start", bug);
            System.exit(1);
        }
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
