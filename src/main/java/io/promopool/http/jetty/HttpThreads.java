package io.promopool.http.jetty;

import io.promopool.lang.DaemonThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the HTTP server: these, which never wait, and those that {@link #blocking} has. */
final class HttpThreads extends QueuedThreadPool {
    /** They watch connections, accept new ones and read requests. */
    private static final int MAX_THREADS = 32;

    private static final int MIN_THREADS = 8;
    private static final int IDLE_MILLIS = 60_000;

    /** Claims hold no thread; these serve look-ups and uploads, which wait for the storage and for callers. */
    private static final int MAX_BLOCKING = 200;

    /** Two for each thread: the last of them is served after two others. */
    private static final int MAX_WAITING = 2 * MAX_BLOCKING;

    private static final Logger log = LoggerFactory.getLogger(HttpThreads.class);

    /** On a thread that is writing answers: the connections that are to go on reading after that. */
    private static final ThreadLocal<List<Runnable>> KEPT = new ThreadLocal<>();

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Executor blocking;

    HttpThreads() {
        super(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        setName("http");
        Executor virtual = VirtualThreads.getDefaultVirtualThreadsExecutor();
        blocking = virtual == null ? platformThreads(waiting) : virtual;
    }

    private static Executor platformThreads(BlockingQueue<Runnable> waiting) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_BLOCKING,
                MAX_BLOCKING,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                waiting,
                DaemonThreads.named("http-blocking"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** What runs the work that waits: virtual threads where Java has them, else a bounded number of its own. */
    Executor blocking() {
        return blocking;
    }

    /**
     * Whether so many requests wait for a thread of {@link #blocking} that another would wait in vain: while the
     * storage does not answer, each thread is held for seconds. Virtual threads never run out.
     */
    boolean areOverloaded() {
        return waiting.size() >= MAX_WAITING;
    }

    /**
     * Does something, then lets the connections that it has finished with go on, all on this thread.
     *
     * <p>A connection that goes on reads its next request, if that is there, and hands it to the fast lane of claims,
     * which does not hold the thread up.
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
            log.error("a connection did not go on", e);
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
