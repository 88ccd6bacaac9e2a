package io.promopool.redis.embedded;

import io.promopool.lang.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one Redis process running until this object is closed. A process that ends is started again with the same
 * configuration, so with the same port, password and data. The first restart is immediate; if the process keeps ending
 * within 30 s, the pauses grow.
 */
final class Supervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration EARLY_END = Duration.ofSeconds(30);
    private static final long MAX_PAUSE_SECONDS = 10;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    private final RedisLauncher launcher;

    /** Held while a process is started, so that {@link #close} either stops that process or prevents its start. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition closing = lock.newCondition();
    private Process process;
    private boolean isClosed;

    private Supervisor(RedisLauncher launcher, Process process) {
        this.launcher = launcher;
        this.process = process;
    }

    /** @param process the running Redis */
    static Supervisor over(RedisLauncher launcher, Process process) {
        Supervisor supervisor = new Supervisor(launcher, process);
        DaemonThreads.named("embedded-redis-supervisor")
                .newThread(supervisor::watch)
                .start();
        return supervisor;
    }

    private void watch() {
        int earlyEnds = 0;
        try {
            do {
                long start = System.nanoTime();
                current().waitFor();
                if (System.nanoTime() - start > EARLY_END.toNanos()) {
                    earlyEnds = 0;
                }
            } while (startAgainAfter(pauseSeconds(earlyEnds++)));
        } catch (InterruptedException e) {
            log.error("Redis is no longer supervised, because the thread was interrupted");
        }
    }

    /** Returns 0 at first, then 1, 2, 4, 8, 10, 10 … */
    static long pauseSeconds(int earlyEnds) {
        return earlyEnds == 0 ? 0 : Math.min(MAX_PAUSE_SECONDS, 1L << Math.min(earlyEnds - 1, 10));
    }

    /**
     * Starts the process again after a pause. If the start fails, the ended process stays the current one, and the
     * caller tries again after a longer pause.
     *
     * @return false if this object was closed
     */
    private boolean startAgainAfter(long seconds) throws InterruptedException {
        lock.lock();
        try {
            if (isClosed) {
                return false;
            }
            log.error(
                    "Redis (process {}) ended with exit code {}; restarting it in {} s",
                    process.pid(),
                    process.exitValue(),
                    seconds);
            long waitNanos = TimeUnit.SECONDS.toNanos(seconds);
            while (!isClosed && waitNanos > 0) {
                waitNanos = closing.awaitNanos(waitNanos);
            }
            if (!isClosed) {
                process = launcher.launch();
                log.info("Redis was restarted as process {}", process.pid());
            }
            return !isClosed;
        } catch (IOException | EmbeddedRedisException e) {
            log.error("Redis can't be restarted: {}", e.getMessage());
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

    /** Stops the process, and returns when it has ended, after 15 s at most. */
    @Override
    public void close() {
        stop(last());
    }

    /** Prevents any further start, and returns the last process. */
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
        if (hasEndedWithin(process, STOP_TIMEOUT)) {
            return;
        }
        log.warn("Redis (process {}) does not stop and is killed; every confirmed write is on disk", process.pid());
        process.destroyForcibly();
        if (!hasEndedWithin(process, KILL_TIMEOUT)) {
            log.error("Redis (process {}) could not be stopped", process.pid());
        }
    }

    /** Ignores interrupts, because this is needed most while everything is being stopped. */
    private static boolean hasEndedWithin(Process process, Duration timeout) {
        process.onExit()
                .completeOnTimeout(process, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return !process.isAlive();
    }
}
