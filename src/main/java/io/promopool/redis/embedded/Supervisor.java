package io.promopool.redis.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one Redis process running until it is closed. A process that ended is started again on the same configuration,
 * so with the same port, password and data; at once, and with growing pauses where it keeps ending soon.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long MAX_PAUSE_SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_AFTER_KILL = Duration.ofSeconds(5);

    private final RedisLauncher launcher;

    /** Held while a process is started, so that a close sees it or prevents it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition closing = lock.newCondition();
    private Process process;
    private boolean isClosed;

    private Supervisor(RedisLauncher launcher, Process process) {
        this.launcher = launcher;
        this.process = process;
    }

    /** @param process runs already */
    static Supervisor over(RedisLauncher launcher, Process process) {
        Supervisor supervisor = new Supervisor(launcher, process);
        Thread thread = new Thread(supervisor::watch, "embedded-redis-supervisor");
        thread.setDaemon(true);
        thread.start();
        return supervisor;
    }

    private void watch() {
        int earlyEnds = 0;
        try {
            do {
                long start = System.nanoTime();
                current().waitFor();
                if (System.nanoTime() - start > SOON.toNanos()) {
                    earlyEnds = 0;
                }
            } while (startAgainAfter(pauseSeconds(earlyEnds++)));
        } catch (InterruptedException e) {
            log.error("Redis is no longer watched: the thread was interrupted");
        }
    }

    /** At once, then after 1, 2, 4, 8, 10, 10 … */
    static long pauseSeconds(int earlyEnds) {
        return earlyEnds == 0 ? 0 : Math.min(MAX_PAUSE_SECONDS, 1L << Math.min(earlyEnds - 1, 10));
    }

    /** Where the start fails, the ended process stays the current one: it is tried again after a longer pause. */
    private boolean startAgainAfter(long seconds) throws InterruptedException {
        lock.lock();
        try {
            if (isClosed) {
                return false;
            }
            log.error(
                    "Redis, process {}, ended with exit code {}; it is started again in {} s",
                    process.pid(),
                    process.exitValue(),
                    seconds);
            long waitNanos = TimeUnit.SECONDS.toNanos(seconds);
            while (!isClosed && waitNanos > 0) {
                waitNanos = closing.awaitNanos(waitNanos);
            }
            if (!isClosed) {
                process = launcher.launch();
                log.info("Redis was started again as process {}", process.pid());
            }
            return !isClosed;
        } catch (IOException e) {
            log.error("Redis can't be started again: {}", e.toString());
            return true;
        } finally {
            lock.unlock();
        }
    }

    Process current() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the process has ended, after 15 s at the latest. */
    @Override
    public void close() {
        stop(last());
    }

    /** No process is started from now on. */
    private Process last() {
        lock.lock();
        try {
            isClosed = true;
            closing.signalAll();
            return process;
        } finally {
            lock.unlock();
        }
    }

    private static void stop(Process process) {
        process.destroy();
        if (hasEndedWithin(process, PATIENCE)) {
            return;
        }
        log.warn("Redis, process {}, does not end when asked: it is killed, which loses nothing", process.pid());
        process.destroyForcibly();
        if (!hasEndedWithin(process, PATIENCE_AFTER_KILL)) {
            log.error("Redis, process {}, could not be stopped", process.pid());
        }
    }

    /** Can't be interrupted: it is most needed when everything is being stopped. */
    private static boolean hasEndedWithin(Process process, Duration patience) {
        process.onExit()
                .completeOnTimeout(process, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return !process.isAlive();
    }
}
