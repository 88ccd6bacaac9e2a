package io.promopool.redis.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A {@code redis-server} that the machine has anyway. A distribution fixes what is found in its Redis; the bundled one
 * stays as it is until Promopool bundles another.
 */
final class InstalledServer {
    private static final String PROGRAM = "redis-server";

    private InstalledServer() {}

    /**
     * What to log if the bundled server runs although another one is installed that can read its data.
     *
     * @param path the environment variable {@code PATH}; empty if it is not set
     * @param bundled the version that runs
     */
    static Optional<String> hint(String path, RedisVersion bundled) throws InterruptedException {
        Optional<RedisBinary> installed = first(path);
        return installed
                .filter(server -> server.version().canRead(bundled))
                .map(server -> ("%s is installed here as %s, and gets security fixes with the system's packages. The "
                                + "bundled %s gets none. To run the installed one, set embedded.executable=%s")
                        .formatted(server.version(), server.executable(), bundled, PROGRAM));
    }

    /** The program that the name alone would start; empty if there is none, or if it can't be run. */
    private static Optional<RedisBinary> first(String path) throws InterruptedException {
        for (String folder : path.split(File.pathSeparator)) {
            try {
                Path file = Path.of(folder).resolve(PROGRAM);
                if (file.isAbsolute() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return Optional.of(RedisBinary.installed(file));
                }
            } catch (InvalidPathException e) {
                // Some entries of a PATH are no folders.
            } catch (EmbeddedRedisException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
