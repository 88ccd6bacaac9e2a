package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The note in a data folder of the server that wrote it.
 *
 * <p>Needed because servers can't be relied upon to refuse: a Redis that does not know the layout of a newer one comes
 * up empty, without an error, and an empty Redis has forgotten which codes were given out.
 */
final class VersionMarker {
    static final String FILE = "redis-version";

    private final DataFolder folder;

    VersionMarker(DataFolder folder) {
        this.folder = folder;
    }

    /** @throws EmbeddedRedisException where the folder's data is not safe in the hands of that server */
    void check(RedisVersion server) throws IOException {
        Optional<RedisVersion> writer = writer();
        if (writer.isPresent() && !server.canRead(writer.get())) {
            throw new EmbeddedRedisException(("The data folder %s was written by %s and must not be opened by %s. Set "
                            + "embedded.executable to a server of that version or a later one of the same kind.")
                    .formatted(folder.path(), writer.get(), server));
        }
        if (writer.isEmpty() && holdsData()) {
            throw new EmbeddedRedisException(("The data folder %s holds data of a Redis, but no file %s that says of "
                            + "which version. If it was written by %s or an earlier one, put the line '%s' into that "
                            + "file; otherwise set data.dir to another folder.")
                    .formatted(folder.path(), FILE, server, server));
        }
        if (holds("dump.rdb") && !holds(RedisConf.APPEND_FOLDER)) {
            throw new EmbeddedRedisException(("The data folder %s holds a dump.rdb but no %s: Redis would ignore the "
                            + "dump and start empty. Remove the dump, or load it into a Redis of your own and set "
                            + "redis.url.")
                    .formatted(folder.path(), RedisConf.APPEND_FOLDER));
        }
    }

    /** To be called before that server gets to write. */
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
                        "The file %s should hold a line such as 'Redis 7.0.15'.".formatted(file()))));
    }

    private boolean holdsData() {
        return List.of(RedisConf.APPEND_FOLDER, "appendonly.aof", "dump.rdb").stream()
                .anyMatch(this::holds);
    }

    private boolean holds(String name) {
        return Files.exists(folder.path().resolve(name));
    }

    private Path file() {
        return folder.path().resolve(FILE);
    }
}
