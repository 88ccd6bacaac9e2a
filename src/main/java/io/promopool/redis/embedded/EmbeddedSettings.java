package io.promopool.redis.embedded;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the embedded Redis keeps its data, and which server is run.
 *
 * @param dataDir the data folder; created with its parents if it is missing. Setting {@code data.dir}
 * @param executable a {@code redis-server} or {@code valkey-server} to run instead of the bundled one; a name without a
 *     slash is looked up on the PATH. Setting {@code embedded.executable}
 */
public record EmbeddedSettings(Path dataDir, Optional<Path> executable) {
    public EmbeddedSettings {
        Objects.requireNonNull(dataDir);
        Objects.requireNonNull(executable);
    }
}
