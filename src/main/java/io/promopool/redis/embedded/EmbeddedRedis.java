package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis of the service's own, on this machine, that keeps its data in a folder: for whoever has no Redis to bring.
 *
 * <p>It listens on loopback only, on a free port, with a random password, and answers a write when it is on the disk.
 * Its folder has one owner at a time, and one Redis process: what a killed service left running is stopped first. If
 * Redis dies it is started again on its data, and is reached under the same {@link #url()}; until then, connections are
 * refused. Safe for any number of threads.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

    private final DataFolder folder;
    private final RedisEndpoint endpoint;
    private final Supervisor supervisor;
    private boolean isClosed;

    private EmbeddedRedis(DataFolder folder, RedisStart.RunningRedis running) {
        this.folder = folder;
        this.endpoint = running.endpoint();
        this.supervisor = Supervisor.over(running.launcher(), running.process());
    }

    /**
     * Starts Redis and returns when it serves. With much data that takes minutes; there is no limit while Redis is at
     * work. A start that failed leaves no process and may be repeated.
     *
     * @throws EmbeddedRedisException where it can't be started, with a message that says what to do; also when the
     *     thread is interrupted, which it stays, or the JVM is being stopped
     */
    public static EmbeddedRedis start(EmbeddedSettings settings) {
        try {
            return startIn(DataFolder.open(settings.dataDir()), settings);
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    "The data folder %s can't be used: %s. Set data.dir to a folder that this user may write."
                            .formatted(settings.dataDir().toAbsolutePath(), reason(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("The start of Redis was interrupted.", e);
        }
    }

    private static EmbeddedRedis startIn(DataFolder folder, EmbeddedSettings settings)
            throws IOException, InterruptedException {
        boolean started = false;
        try {
            RedisBinary binary = RedisBinary.of(settings.executable(), folder);
            VersionMarker marker = new VersionMarker(folder);
            marker.check(binary.version());
            new OrphanedServers(folder).stopAll();
            folder.tidy();
            marker.write(binary.version());
            RedisStart.RunningRedis running = new RedisStart(folder, binary, RedisConf.load()).run();
            started = true;
            log.info("{} serves at {} with its data in {}", binary.version(), running.endpoint(), folder.path());
            return new EmbeddedRedis(folder, running);
        } finally {
            if (!started) {
                folder.close();
            }
        }
    }

    /** Where the Redis of a service that runs now on the same folder is reached; empty where none does. */
    public static Optional<String> urlOfRunning(EmbeddedSettings settings) {
        try {
            return Files.isDirectory(settings.dataDir())
                    ? RunningConfig.newest(settings.dataDir()).map(RedisEndpoint::url)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Some exceptions of the file system say what they mean by their class, and only the path in words. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied for " + e.getMessage();
        }
        return e instanceof FileAlreadyExistsException ? e.getMessage() + " is not a folder" : e.getMessage();
    }

    /** Where it is reached: {@code redis://:PASSWORD@127.0.0.1:PORT}. The same until it is closed. */
    public String url() {
        return endpoint.url();
    }

    long pid() {
        return supervisor.current().pid();
    }

    /**
     * Stops Redis and gives the folder back; within 10 s, and where Redis must be killed within 15. Loses nothing that
     * was answered. To close again does nothing.
     */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        supervisor.close();
        try {
            // It holds the password, which is of no more use.
            folder.deleteConfs();
        } catch (IOException e) {
            log.warn("The configuration in {} was not deleted: {}", folder.path(), e.toString());
        }
        folder.close();
    }
}
