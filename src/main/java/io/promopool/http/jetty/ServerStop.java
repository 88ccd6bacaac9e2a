package io.promopool.http.jetty;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the server: first it refuses new requests and lets running ones finish, then it hangs up. */
public final class ServerStop {
    private static final Logger log = LoggerFactory.getLogger(ServerStop.class);

    /** For connections without a request: Jetty closes those that stay idle for a second. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final Duration CUT_OFF = Duration.ofMillis(1);

    private ServerStop() {}

    /**
     * Refuses new requests with 503 while running ones finish; then cuts off what still runs and stops listening. Until
     * then connections are still accepted, so that a caller is told to ask elsewhere instead of finding nobody.
     *
     * @param timeout how long running requests may take to finish
     */
    public static void stop(Server server, Duration timeout) {
        // Else Jetty hangs up without a word on who comes now, and after a second on an upload that makes a pause.
        boolean finished = requestsFinish(server, timeout);
        server.setStopTimeout((finished ? LAST_WORDS : CUT_OFF).toMillis());
        try {
            // Not by the framework's own stop, to which a request that is cut off is an error of the program.
            server.stop();
        } catch (TimeoutException e) {
            log.debug("connections were cut off", e);
        } catch (Exception e) {
            log.error("the HTTP server was not stopped as it should", e);
        }
    }

    /** Whether all have ended in time. */
    private static boolean requestsFinish(Server server, Duration timeout) {
        GracefulHandler requests = server.getDescendant(GracefulHandler.class);
        if (requests == null || !server.isStarted()) {
            return true;
        }
        try {
            requests.shutdown().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            log.warn("requests that still ran after {} were cut off", timeout);
        } catch (ExecutionException e) {
            log.error("the end of running requests could not be awaited", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
