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

/**
 * The threads of the HTTP server. The threads of this pool watch connections and never wait; {@link #blocking} runs
 * work that waits.
 */
final class HttpThreads extends QueuedThreadPool {
    /** Threads that accept connections, watch them, and read requests. */
    private static final int MAX_THREADS = 32;

    private static final int MIN_THREADS = 8;
    private static final int IDLE_MILLIS = 60_000;

    /** Threads for look-ups and uploads, which wait for the storage and for callers. A claim holds no thread. */
    private static final int MAX_BLOCKING = 200;

    /** Two for each thread, so the last request in the queue waits for about two others. */
    private static final int MAX_WAITING = 2 * MAX_BLOCKING;

    private static final Logger log = LoggerFactory.getLogger(HttpThreads.class);

    /** On a thread that is writing answers: the connections that continue reading on this thread afterwards. */
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

    /** Runs work that waits: on virtual threads if this Java has them, otherwise on a bounded number of threads. */
    Executor blocking() {
        return blocking;
    }

    /**
     * Whether so many requests wait for a thread of {@link #blocking} that one more would time out in the queue: while
     * the storage does not answer, each thread is held for seconds. Always false with virtual threads, which never run
     * out.
     */
    boolean areOverloaded() {
        return waiting.size() >= MAX_WAITING;
    }

    /**
     * Runs work that writes answers, then continues the connections of these answers, all on this thread.
     *
     * <p>A connection that continues reads its next request, if one has arrived, and passes it to the fast lane, which
     * never waits.
     */
    static void keepingConnections(Runnable work) {
        List<Runnable> kept = new ArrayList<>();
        KEPT.set(kept);
        try {
            work.run();
        } finally {
            for (int i = 0; i < kept.size(); i++) { // not for-each: the list can grow
                resume(kept.get(i));
            }
            KEPT.remove();
        }
    }

    private static void resume(Runnable connection) {
        try {
            connection.run();
        } catch (Throwable e) { // an Error too: the connections behind this one belong to other callers
            log.error("a response was written, but reading the next request on its connection failed", e);
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
