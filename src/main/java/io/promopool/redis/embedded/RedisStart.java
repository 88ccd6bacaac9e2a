package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first start of Redis in its folder, up to the moment when it serves. */
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
     * Waits as long as Redis lives: to load a big folder takes minutes. On any failure no process is left.
     *
     * @throws EmbeddedRedisException where it ends before it serves
     */
    RunningRedis run() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            RedisEndpoint endpoint = RedisEndpoint.random(random);
            Path file = folder.writeConf(conf.text(endpoint));
            RedisLauncher launcher = new RedisLauncher(binary.executable(), folder, file);
            RedisLog redisLog = RedisLog.from(folder.log());
            Process process = launcher.launch();
            if (isReady(process, endpoint)) {
                return new RunningRedis(endpoint, launcher, process);
            }
            Files.deleteIfExists(file);
            // Between our look at the port and Redis taking it, another program was faster.
            if (attempt == MAX_PORTS || !redisLog.tellsOfTakenPort()) {
                throw new EmbeddedRedisException("Redis ended with exit code %d while starting; its log %s says:\n  %s"
                        .formatted(process.exitValue(), redisLog, String.join("\n  ", redisLog.tail())));
            }
        }
    }

    /** False: it has ended. */
    private static boolean isReady(Process process, RedisEndpoint endpoint) throws InterruptedException {
        // Until we return, nobody else knows of the process. Ctrl-C, say, while it loads must not leave it behind.
        Thread atExit = new Thread(process::destroyForcibly, "embedded-redis-exit");
        boolean ready = false;
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
            boolean answered = hasAnswered(process, endpoint);
            Runtime.getRuntime().removeShutdownHook(atExit);
            ready = answered;
            return ready;
        } catch (IllegalStateException e) {
            throw new EmbeddedRedisException("The service was stopped before Redis was started.", e);
        } finally {
            if (!ready) {
                process.destroyForcibly()
                        .onExit()
                        .completeOnTimeout(process, KILL_SECONDS, TimeUnit.SECONDS)
                        .join();
            }
        }
    }

    private static boolean hasAnswered(Process process, RedisEndpoint endpoint) throws InterruptedException {
        long start = System.nanoTime();
        long nextReport = start + REPORT_EVERY.toNanos();
        try (Readiness readiness = new Readiness(endpoint)) {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (readiness.isReached()) {
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

    /** A Redis that serves, and how to start it again. */
    record RunningRedis(RedisEndpoint endpoint, RedisLauncher launcher, Process process) {}
}
