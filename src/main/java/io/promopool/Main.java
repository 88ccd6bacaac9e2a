package io.promopool;

import io.promopool.pool.StorageException;
import io.promopool.redis.embedded.EmbeddedRedisException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service and stops it with the process. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Exits with 1, after one line on standard error, where the service can't be started. */
    public static void main(String[] args) {
        try {
            Config config = Config.load(System.getenv(), System.getProperties(), Path.of(""));
            App app = new App(config, InstantSource.system());
            // The only hook: the JVM runs hooks side by side, but these parts must close one after the other. Before the
            // start, so that a stop during it leaves no Redis behind.
            Runtime.getRuntime().addShutdownHook(new Thread(app::close, "stop"));
            app.start();
        } catch (ConfigException | StorageException | EmbeddedRedisException | IllegalStateException | IOException e) {
            log.debug("the start failed", e);
            System.err.println("Promopool can't start: " + e.getMessage());
            System.exit(1);
        } catch (RuntimeException bug) {
            log.error("Promopool can't start", bug);
            System.exit(1);
        }
    }
}
