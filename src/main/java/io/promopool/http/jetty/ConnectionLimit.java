package io.promopool.http.jetty;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps room for new callers: when the limit of connections is almost reached, it closes those that have waited longest
 * for their caller. It never closes a connection whose request is being served.
 *
 * <p>Jetty's own limit stays behind this one. It stops accepting until a connection ends, so that idle connections,
 * or callers that send half a request, would shut everybody else out for the idle timeout, and again each time they
 * return.
 */
final class ConnectionLimit {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

    /** For Redis, files and the JVM itself. */
    private static final long OTHER_DESCRIPTORS = 200;

    /** One in so many connections is closed at a time: to look through all of them for each new one takes long. */
    private static final int PART = 64;

    /** Who has only just connected is about to send something. */
    private static final long MIN_WAIT_MILLIS = 250;

    /** Where none could be closed, since all are being served, it is tried again after this. */
    private static final long AGAIN_AFTER_MILLIS = 50;

    private final AbstractConnector connector;
    private final Predicate<EndPoint> waitsForCaller;
    private final int max;
    private final AtomicBoolean comesAgain = new AtomicBoolean();

    /** @param waitsForCaller whether nothing can go on on a connection before its caller sends or reads something */
    ConnectionLimit(AbstractConnector connector, Predicate<EndPoint> waitsForCaller, int max) {
        this.connector = connector;
        this.waitsForCaller = waitsForCaller;
        this.max = max;
    }

    /** As many, or fewer where the system allows this process fewer open files. */
    static int within(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        long descriptors = system.getMaxFileDescriptorCount();
        long allowed = Math.max(descriptors / 2, descriptors - OTHER_DESCRIPTORS);
        if (allowed >= wanted) {
            return wanted;
        }
        log.warn(
                "only {} connections may be open at the same time, not {}: the system allows {} open files (ulimit -n)",
                allowed,
                wanted,
                descriptors);
        return (int) allowed;
    }

    /** Called for each new connection. Does not wait. */
    void keep() {
        if (isAlmostReached()) {
            makeRoom();
        }
    }

    private boolean isAlmostReached() {
        return connector.getConnectedEndPoints().size() >= max - room();
    }

    private int room() {
        return Math.max(1, max / PART);
    }

    private synchronized void makeRoom() {
        if (!isAlmostReached()) {
            return;
        }
        record Waiting(AbstractEndPoint connection, long forMillis) {}
        List<Waiting> longest = connector.getConnectedEndPoints().stream()
                .filter(waitsForCaller)
                .map(AbstractEndPoint.class::cast)
                .map(connection -> new Waiting(connection, connection.getIdleFor()))
                .filter(waiting -> waiting.forMillis() >= MIN_WAIT_MILLIS)
                .sorted(Comparator.comparingLong(Waiting::forMillis).reversed())
                .limit(room())
                .toList();
        longest.forEach(waiting -> waiting.connection().close());
        log.debug("closed {} of {} connections for new ones", longest.size(), max);
        if (isAlmostReached() && comesAgain.compareAndSet(false, true)) {
            connector.getScheduler().schedule(this::comeAgain, AGAIN_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void comeAgain() {
        comesAgain.set(false);
        makeRoom();
    }
}
