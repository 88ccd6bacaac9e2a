package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file in the data folder with the id of the pool that its Redis holds.
 *
 * <p>It is needed because Redis starts empty, without an error, if its files are gone. An empty Redis has forgotten
 * which codes were handed out.
 */
final class PoolRecord {
    static final String FILE = "pool-id";

    private static final Path MANIFEST = Path.of(RedisConf.APPEND_FOLDER, "appendonly.aof.manifest");

    private final DataFolder folder;

    PoolRecord(DataFolder folder) {
        this.folder = folder;
    }

    Path file() {
        return folder.path().resolve(FILE);
    }

    /** Returns the id of the pool; empty if this folder had none yet. */
    Optional<String> read() throws IOException {
        return read(folder.path());
    }

    static Optional<String> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String id = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!id.matches("[0-9a-f]{16}")) {
            throw new EmbeddedRedisException(
                    "The file %s is damaged: it must have the id of the pool, 16 hexadecimal digits".formatted(file)
                            + ". The log of the first start has it.");
        }
        return Optional.of(id);
    }

    /**
     * Must be called before Redis starts: without its manifest, Redis starts empty, and overwrites the files that are
     * left.
     *
     * @throws EmbeddedRedisException if the folder had a pool, and Redis would not find its files
     */
    void check() throws IOException {
        Path manifest = folder.path().resolve(MANIFEST);
        if (read().isPresent() && (!Files.exists(manifest) || Files.size(manifest) == 0)) {
            throw new EmbeddedRedisException(
                    ("The data folder %s held pool %s, but %s is missing or empty, so Redis would start without any "
                                    + "code or claim. Restore a backup of the folder. Only if all codes and claims may "
                                    + "be lost, delete %s and %s and start again.")
                            .formatted(
                                    folder.path(),
                                    read().get(),
                                    MANIFEST,
                                    folder.path().resolve(RedisConf.APPEND_FOLDER),
                                    file()));
        }
    }

    /** Records the pool. Must be called after Redis has the pool on disk. */
    void write(String id) throws IOException {
        if (!read().equals(Optional.of(id))) {
            folder.replace(file(), (id + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
