package io.promopool.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the HTTP server. */
final class HttpThreads extends QueuedThreadPool {
    /** Claims hold no thread; these serve look-ups and uploads, which wait for the storage. */
    private static final int MAX_THREADS = 200;

    private static final int MIN_THREADS = 8;
    private static final int IDLE_MILLIS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(HttpThreads.class);

    /** On a thread that is writing answers: the connections that are to go on reading after that. */
    private static final ThreadLocal<List<Runnable>> KEPT = new ThreadLocal<>();

    HttpThreads() {
        super(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        setName("http");
    }

    /** What runs the work that waits: virtual threads where Java has them, else these. */
    Executor blocking() {
        Executor virtual = VirtualThreads.getDefaultVirtualThreadsExecutor();
        return virtual == null ? this : virtual;
    }

    /**
     * Does something, then lets the connections that it has finished with go on, all on this thread.
     *
     * <p>A connection that goes on reads its next request, if that is there, and hands it to the {@link FastLane}, which
     * does not hold the thread up.
     */
    static void keepingConnections(Runnable work) {
        List<Runnable> kept = new ArrayList<>();
        KEPT.set(kept);
        try {
            work.run();
        } finally {
            for (int i = 0; i < kept.size(); i++) { // not for-each: it may grow
                goOn(kept.get(i));
            }
            KEPT.remove();
        }
    }

    private static void goOn(Runnable connection) {
        try {
            connection.run();
        } catch (Throwable e) { // an error too: the connections behind this one are others' connections
            LOG.error("a connection did not go on", e);
        }
    }

    @Override
    public void execute(Runnable job) {
        List<Runnable> kept = job instanceof Connection ? KEPT.get() : null;
        if (kept == null) {
            super.execute(job);
        } else {
            kept.add(job);
        }
    }
}
