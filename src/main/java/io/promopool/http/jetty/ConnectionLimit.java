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
 * Keeps room for new callers. When the limit of connections is almost reached, it closes the connections that have
 * waited longest for their caller. It never closes a connection whose request is being served.
 *
 * <p>Jetty's own limit is the second line of defense. When it is reached, Jetty accepts no connection until another one
 * ends. With that limit alone, idle connections or half-sent requests could lock out everybody else for the idle
 * timeout, again and again.
 */
final class ConnectionLimit {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

    /** File descriptors that are kept for Redis, files and the JVM itself. */
    private static final long OTHER_DESCRIPTORS = 200;

    /**
     * One in 64 connections is closed at a time. Closing only one at a time would mean searching all connections again
     * for each new one.
     */
    private static final int PART = 64;

    /** A caller who has only just connected is about to send a request. */
    private static final long MIN_WAIT_MILLIS = 250;

    /** If no connection could be closed because all are being served, the next attempt is made after this time. */
    private static final long RETRY_MILLIS = 50;

    private final AbstractConnector connector;
    private final Predicate<EndPoint> waitsForCaller;
    private final int max;
    private final AtomicBoolean retryIsScheduled = new AtomicBoolean();

    /** @param waitsForCaller whether nothing can happen on a connection until its caller sends or reads something */
    ConnectionLimit(AbstractConnector connector, Predicate<EndPoint> waitsForCaller, int max) {
        this.connector = connector;
        this.waitsForCaller = waitsForCaller;
        this.max = max;
    }

    /** Returns the wanted limit, or a lower one if the system allows this process too few open files. */
    static int feasible(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        long descriptors = system.getMaxFileDescriptorCount();
        long allowed = Math.max(descriptors / 2, descriptors - OTHER_DESCRIPTORS);
        if (allowed >= wanted) {
            return wanted;
        }
        log.warn(
                "the limit of connections is {}, not {}: the system allows only {} open files (ulimit -n)",
                allowed,
                wanted,
                descriptors);
        return (int) allowed;
    }

    /** Makes room for the next connection if needed. Called for each new connection; does not wait. */
    void ensureRoom() {
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
        log.debug("closed {} connections to make room for new ones (limit: {})", longest.size(), max);
        if (isAlmostReached() && retryIsScheduled.compareAndSet(false, true)) {
            connector.getScheduler().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void retry() {
        retryIsScheduled.set(false);
        makeRoom();
    }
}
