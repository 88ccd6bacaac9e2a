package io.promopool.http.jetty;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the server in two steps: lets requests in flight finish, then closes all connections. */
public final class ServerStop {
    private static final Logger log = LoggerFactory.getLogger(ServerStop.class);

    /** Grace for connections without a request: Jetty closes them after they were idle for a second. */
    private static final Duration IDLE_GRACE = Duration.ofSeconds(2);

    private static final Duration CUT_OFF = Duration.ofMillis(1);

    private ServerStop() {}

    /**
     * Refuses new requests with 503 while requests in flight finish, then cuts off those that still run and stops
     * listening. Until then connections are still accepted, so that a new caller gets the 503 and can try another
     * instance. Returns when the server has stopped; never throws.
     *
     * @param timeout how long to wait for requests in flight
     */
    public static void stop(Server server, Duration timeout) {
        // Without this, Jetty would close new connections without an answer, and an upload that pauses for a second.
        boolean finished = requestsFinish(server, timeout);
        server.setStopTimeout((finished ? IDLE_GRACE : CUT_OFF).toMillis());
        try {
            // Not through Javalin, which reports a request that is cut off as an error of the program.
            server.stop();
        } catch (TimeoutException e) {
            log.debug("connections were cut off", e);
        } catch (Exception e) {
            log.error("the HTTP server did not stop cleanly", e);
        }
    }

    /** Whether all requests in flight have finished in time. */
    private static boolean requestsFinish(Server server, Duration timeout) {
        GracefulHandler requests = server.getDescendant(GracefulHandler.class);
        if (requests == null || !server.isStarted()) {
            return true;
        }
        try {
            requests.shutdown().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            log.warn("requests that were still running after {} are cut off", timeout);
        } catch (ExecutionException e) {
            log.error("waiting for requests in flight failed; they are cut off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
