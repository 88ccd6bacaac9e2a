package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file in the data folder that names the server that wrote the data.
 *
 * <p>It is needed because a server does not always refuse the files of a newer one: a Redis that does not know their
 * layout starts empty, without an error. An empty Redis has forgotten all codes and claims.
 */
final class VersionMarker {
    static final String FILE = "redis-version";

    private final DataFolder folder;

    VersionMarker(DataFolder folder) {
        this.folder = folder;
    }

    /** @throws EmbeddedRedisException if this server might misread or ignore the data in the folder */
    void check(RedisVersion server) throws IOException {
        Optional<RedisVersion> writer = writer();
        if (writer.isPresent() && !server.canRead(writer.get())) {
            throw new EmbeddedRedisException(
                    ("The data folder %s was written by %s, and %s might not be able to read it. "
                                    + "Set embedded.executable to a server of the same kind, with that version "
                                    + "or a later one.")
                            .formatted(folder.path(), writer.get(), server));
        }
        if (writer.isEmpty() && containsData()) {
            throw new EmbeddedRedisException(("The data folder %s contains data of a Redis, but no file %s that names "
                            + "its version. If the data was written by %s or an earlier version, create that file with "
                            + "the line '%s'. Otherwise set data.dir to another folder.")
                    .formatted(folder.path(), FILE, server, server));
        }
        if (contains("dump.rdb") && !contains(RedisConf.APPEND_FOLDER)) {
            throw new EmbeddedRedisException(
                    ("The data folder %s contains a dump.rdb but no %s. Redis would ignore the "
                                    + "dump and start empty. Remove the dump, or load it into a Redis of your own and "
                                    + "set redis.url.")
                            .formatted(folder.path(), RedisConf.APPEND_FOLDER));
        }
    }

    /** Records this server as the writer. Must be called before the server can write. */
    void write(RedisVersion server) throws IOException {
        folder.replace(file(), (server + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Optional<RedisVersion> writer() throws IOException {
        if (!Files.exists(file())) {
            return Optional.empty();
        }
        String text = Files.readString(file(), StandardCharsets.ISO_8859_1).strip();
        return Optional.of(RedisVersion.find(text)
                .orElseThrow(() -> new EmbeddedRedisException(
                        "The file %s must contain a line such as 'Redis 7.0.15'.".formatted(file()))));
    }

    private boolean containsData() {
        return List.of(RedisConf.APPEND_FOLDER, "appendonly.aof", "dump.rdb").stream()
                .anyMatch(this::contains);
    }

    private boolean contains(String name) {
        return Files.exists(folder.path().resolve(name));
    }

    private Path file() {
        return folder.path().resolve(FILE);
    }
}
