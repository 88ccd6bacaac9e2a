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

/** The data folder of the embedded Redis. This object holds the folder's lock until it is closed. */
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
     * Creates the folder if it is missing, readable for its owner only, and locks it.
     *
     * @throws EmbeddedRedisException if another service holds the lock, or Redis can't use the folder's path
     * @throws IOException if the folder can't be created or used
     */
    static DataFolder open(Path dataDir) throws IOException {
        // Checked first, because createDirectories of Java 17 refuses a symbolic link to a folder.
        if (!Files.isDirectory(dataDir)) {
            Files.createDirectories(dataDir, ownerOnly(dataDir, "rwx------"));
        }
        Path real = dataDir.toRealPath();
        refusePatterns(real);
        warnIfOthersMayRead(real);
        return new DataFolder(real, FolderLock.take(real));
    }

    private static void refusePatterns(Path real) {
        if (real.toString().matches("(?s).*[*?\\[].*")) {
            throw new EmbeddedRedisException(("The path of the data folder, %s, contains *, ? or [, which Redis treats "
                            + "as a pattern. Set data.dir to another folder.")
                    .formatted(real));
        }
    }

    /** Only warns: others might need an existing folder, and its mode might be intended. */
    private static void warnIfOthersMayRead(Path real) throws IOException {
        if (isPosix(real) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(real))) {
            log.warn("other users of this machine can read the data folder {}; run chmod 700 on it", real);
        }
    }

    Path path() {
        return path;
    }

    /** Returns the log of Redis. It also gets what Redis prints before it has read where to log. */
    Path log() {
        return path.resolve("redis.log");
    }

    /** Removes files that earlier runs left behind. No Redis may be running in the folder. */
    void tidy() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > MAX_LOG_BYTES) {
            Files.move(log(), path.resolve("redis.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        // A Redis that was killed while it rewrote its file leaves an unfinished copy, which can be as large as the
        // data.
        deleteAll("temp-*.{aof,rdb}");
    }

    /**
     * Writes the configuration of one run. Only its owner may read the file, because it contains the password. Every
     * run gets a new file name.
     *
     * @return the path of the file
     */
    Path writeConf(byte[] text) throws IOException {
        Path conf = Files.createTempFile(path, CONF_PREFIX, CONF_SUFFIX, ownerOnly(path, "rw-------"));
        return Files.write(conf, text);
    }

    /** Deletes all configurations, so that no process can start with one from an earlier run. */
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

    /** Replaces a file, which only its owner may read. A reader sees the old content or the new, never a mixture. */
    void replace(Path file, byte[] content) throws IOException {
        replace(file, content, "rw-------");
    }

    /** Does the same for a program. */
    void replaceProgram(Path file, byte[] content) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            Files.createDirectories(file.getParent(), ownerOnly(path, "rwx------"));
        }
        replace(file, content, "rwx------");
    }

    private static void replace(Path file, byte[] content, String mode) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), "new-", ".tmp", ownerOnly(file.getParent(), mode));
        try {
            Files.write(temporary, content);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
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
            log.warn("the lock of the data folder {} was not released: {}", path, e.toString());
        }
    }
}
