package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Redis in its folder, and waits until it can serve. */
final class RedisStart {
    private static final Logger log = LoggerFactory.getLogger(RedisStart.class);
    private static final int MAX_PORTS = 5;
    private static final long POLL_MILLIS = 50;
    private static final long KILL_SECONDS = 5;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final RedisBinary binary;
    private final RedisConf conf;
    private final SecureRandom random = new SecureRandom();

    RedisStart(DataFolder folder, RedisBinary binary, RedisConf conf) {
        this.folder = folder;
        this.binary = binary;
        this.conf = conf;
    }

    /**
     * Starts Redis and waits while its process lives, because loading much data takes minutes. A failure leaves no
     * process behind, and a retry is safe.
     *
     * @throws EmbeddedRedisException if the process ends before it can serve, or the JVM is shutting down
     */
    RunningRedis run() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            RedisEndpoint endpoint = RedisEndpoint.random(random);
            Path file = folder.writeConf(conf.text(endpoint));
            RedisLauncher launcher = new RedisLauncher(binary.executable(), folder, file);
            RedisLog redisLog = RedisLog.from(folder.log());
            Process process = launched(launcher, file);
            boolean ready = isReady(process, endpoint);
            if (!ready && launcher.hasFoundIncompleteWrite()) {
                process = launcher.launch();
                ready = isReady(process, endpoint);
            }
            if (ready) {
                return new RunningRedis(endpoint, launcher, process);
            }
            Files.deleteIfExists(file);
            // Another program took the port after it was found free.
            if (attempt == MAX_PORTS || !redisLog.saysPortIsTaken()) {
                throw new EmbeddedRedisException("Redis ended with exit code %d while starting. Its log %s says:\n  %s"
                        .formatted(process.exitValue(), redisLog, String.join("\n  ", redisLog.tail())));
            }
        }
    }

    private static Process launched(RedisLauncher launcher, Path conf) throws IOException {
        try {
            return launcher.launch();
        } catch (EmbeddedRedisException refused) {
            Files.deleteIfExists(conf);
            throw refused;
        }
    }

    /** Returns false if the process has ended. */
    private static boolean isReady(Process process, RedisEndpoint endpoint) throws InterruptedException {
        // Until this method returns, nobody else knows the process. If the JVM is stopped while Redis loads, for
        // example by Ctrl-C, the process must not stay behind.
        Thread atExit = new Thread(process::destroyForcibly, "embedded-redis-exit");
        boolean ready = false;
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
            boolean serving = becomesReady(process, endpoint);
            Runtime.getRuntime().removeShutdownHook(atExit);
            ready = serving;
            return ready;
        } catch (IllegalStateException e) {
            throw new EmbeddedRedisException("The service was stopped before Redis had started.", e);
        } finally {
            if (!ready) {
                process.destroyForcibly()
                        .onExit()
                        .completeOnTimeout(process, KILL_SECONDS, TimeUnit.SECONDS)
                        .join();
            }
        }
    }

    private static boolean becomesReady(Process process, RedisEndpoint endpoint) throws InterruptedException {
        long start = System.nanoTime();
        long nextReport = start + REPORT_EVERY.toNanos();
        try (Readiness readiness = new Readiness(endpoint)) {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (readiness.isServing()) {
                    return true;
                }
                if (System.nanoTime() - nextReport > 0) {
                    log.info(
                            "Redis is loading its data ({} s so far)",
                            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
                    nextReport += REPORT_EVERY.toNanos();
                }
            }
            return false;
        }
    }

    /** A Redis that can serve, and the launcher that can start it again. */
    record RunningRedis(RedisEndpoint endpoint, RedisLauncher launcher, Process process) {}
}
