package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that the service runs itself, on the same machine, with its data in a folder.
 *
 * <p>It listens on loopback only, on a free port, with a random password, and answers a write after it is on disk. One
 * service at a time may use a folder, and one Redis process: a process that a killed service left behind is stopped
 * first. If Redis dies, it is started again on its data, under the same {@link #url()}. Until then, connections are
 * refused. Safe for any number of threads.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

    private final DataFolder folder;
    private final RedisEndpoint endpoint;
    private final Supervisor supervisor;
    private final PoolRecord pool;
    private boolean isClosed;

    private EmbeddedRedis(DataFolder folder, RedisStart.RunningRedis running) {
        this.folder = folder;
        this.pool = new PoolRecord(folder);
        this.endpoint = running.endpoint();
        this.supervisor = Supervisor.over(running.launcher(), running.process());
    }

    /**
     * Starts Redis, and returns when it can serve. With much data this takes minutes; there is no limit while Redis
     * makes progress. A start that fails leaves no process behind, and a retry is safe.
     *
     * @throws EmbeddedRedisException if Redis can't be started, with a message that says what to do. Also if the thread
     *     is interrupted (it stays interrupted) or the JVM is shutting down
     */
    public static EmbeddedRedis start(EmbeddedSettings settings) {
        try {
            return startIn(DataFolder.open(settings.dataDir()), settings);
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    "The data folder %s can't be used: %s. Set data.dir to a folder that this user may write to."
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
            Optional<String> hint = settings.executable().isPresent()
                    ? Optional.empty()
                    : InstalledServer.hint(System.getenv().getOrDefault("PATH", ""), binary.version());
            RedisStart.RunningRedis running = new RedisStart(folder, binary, RedisConf.load()).run();
            started = true;
            log.info("{} is serving at {}, with its data in {}", binary.version(), running.endpoint(), folder.path());
            hint.ifPresent(log::info);
            return new EmbeddedRedis(folder, running);
        } finally {
            if (!started) {
                folder.close();
            }
        }
    }

    /** Returns the URL of the Redis that another service runs in this folder now; empty if there is none. */
    public static Optional<String> urlOfRunning(EmbeddedSettings settings) {
        try {
            return Files.isDirectory(settings.dataDir())
                    ? RunningConfig.newest(settings.dataDir()).map(RedisEndpoint::url)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the id of the pool that a folder held when it was last served; empty if it never held one. */
    public static Optional<String> recordedPool(EmbeddedSettings settings) {
        try {
            return PoolRecord.read(settings.dataDir());
        } catch (IOException e) {
            throw unusable(settings.dataDir().resolve(PoolRecord.FILE), e);
        }
    }

    /** The message of some file system exceptions is only the path; what went wrong is in their class. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied for " + e.getMessage();
        }
        return e instanceof FileAlreadyExistsException ? e.getMessage() + " is not a folder" : e.getMessage();
    }

    /** Returns {@code redis://:PASSWORD@127.0.0.1:PORT}. It stays the same until this object is closed. */
    public String url() {
        return endpoint.url();
    }

    /**
     * Records the pool that this folder holds. Must be called after Redis has it on disk. From then on the folder is
     * refused if the pool is gone.
     *
     * @throws EmbeddedRedisException if the file can't be written
     */
    public void recordPool(String id) {
        try {
            pool.write(id);
        } catch (IOException e) {
            throw unusable(poolFile(), e);
        }
    }

    /** Returns the file with the id of the pool. */
    public Path poolFile() {
        return pool.file();
    }

    private static EmbeddedRedisException unusable(Path file, IOException e) {
        return new EmbeddedRedisException("The file %s can't be used: %s.".formatted(file, reason(e)), e);
    }

    long pid() {
        return supervisor.current().pid();
    }

    /**
     * Stops Redis and releases the folder. Takes up to 10 s, or 15 s if Redis must be killed. No confirmed write is
     * lost. A second call does nothing.
     */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        supervisor.close();
        try {
            // They contain the password, which nobody needs any more.
            folder.deleteConfs();
        } catch (IOException e) {
            log.warn("the configuration in {} was not deleted: {}", folder.path(), e.toString());
        }
        folder.close();
    }
}
