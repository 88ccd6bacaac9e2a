package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the embedded Redis, owned by this object until it is closed. */
final class DataFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
    private static final String CONF_PREFIX = "redis-run-";
    private static final String CONF_SUFFIX = ".conf";
    private static final long MAX_LOG_BYTES = 8L << 20;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FolderLock lock;

    private DataFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the folder, for its owner only, where it is missing, and takes hold of it.
     *
     * @throws EmbeddedRedisException where another service has it
     */
    static DataFolder open(Path dataDir) throws IOException {
        // Asked first, because createDirectories of Java 17 refuses a symbolic link to a folder.
        if (!Files.isDirectory(dataDir)) {
            Files.createDirectories(dataDir, ownerOnly(dataDir, "rwx------"));
        }
        Path real = dataDir.toRealPath();
        refusePatterns(real);
        warnWhereOthersMayRead(real);
        return new DataFolder(real, FolderLock.take(real));
    }

    private static void refusePatterns(Path real) {
        if (real.toString().matches("(?s).*[*?\\[].*")) {
            throw new EmbeddedRedisException(("The data folder's path %s holds one of * ? [, which Redis takes for a "
                            + "pattern. Set data.dir to another folder.")
                    .formatted(real));
        }
    }

    /** Not put right: an existing folder may be one that others need, and the mode may be meant. */
    private static void warnWhereOthersMayRead(Path real) throws IOException {
        if (isPosix(real) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(real))) {
            log.warn("Other users of this machine may look into the data folder {}: chmod 700 is advised", real);
        }
    }

    Path path() {
        return path;
    }

    /** What Redis logs, and what it prints before it knows where to log. */
    Path log() {
        return path.resolve("redis.log");
    }

    /** Puts away what earlier runs left and no Redis will need again. To be called while none runs. */
    void tidy() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > MAX_LOG_BYTES) {
            Files.move(log(), path.resolve("redis.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        // Redis that was killed while it rewrote its file leaves the half-done copy, as big as the data.
        deleteAll("temp-*.{aof,rdb}");
    }

    /**
     * Writes the configuration of one run, for its owner's eyes only: it holds the password. Each has a name that no
     * other had.
     */
    Path writeConf(byte[] text) throws IOException {
        Path conf = Files.createTempFile(path, CONF_PREFIX, CONF_SUFFIX, ownerOnly(path, "rw-------"));
        return Files.write(conf, text);
    }

    /** From now on no process can start on a configuration that was written before. */
    void deleteConfs() throws IOException {
        deleteAll(CONF_PREFIX + "*" + CONF_SUFFIX);
    }

    static boolean isConf(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(CONF_PREFIX) && name.endsWith(CONF_SUFFIX);
    }

    private void deleteAll(String pattern) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, pattern)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Writes a file that only its owner may read; a reader sees the old content or the new, never half of it. */
    void replace(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-------");
    }

    /** The same for a program. */
    void replaceProgram(Path file, byte[] content) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            Files.createDirectories(file.getParent(), ownerOnly(path, "rwx------"));
        }
        replace(file, content, "rwx------");
    }

    private static void replace(Path file, byte[] content, String mode) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "new-", ".tmp", ownerOnly(file.getParent(), mode));
        try {
            Files.write(fresh, content);
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path near, String mode) {
        return isPosix(near)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path near) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("The lock of the data folder {} was not given back: {}", path, e.toString());
        }
    }
}
