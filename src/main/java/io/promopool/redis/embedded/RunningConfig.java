package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads port and password from the configuration of a running embedded Redis. Its service deletes the file at its stop.
 */
final class RunningConfig {
    private RunningConfig() {}

    /** Returns the endpoint of the newest configuration in the folder; empty if there is none. */
    static Optional<RedisEndpoint> newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(DataFolder::isConf)
                    .max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()))
                    .flatMap(RunningConfig::read);
        }
    }

    private static Optional<RedisEndpoint> read(Path conf) {
        try {
            List<String> lines = Files.readAllLines(conf, StandardCharsets.ISO_8859_1);
            Optional<String> port = value(lines, "port ");
            Optional<String> password = value(lines, "requirepass ");
            return port.flatMap(number -> password.map(secret -> new RedisEndpoint(Integer.parseInt(number), secret)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the value of the last line with this name, because the last one counts for Redis. */
    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .reduce((first, second) -> second)
                .map(line -> line.substring(name.length()).strip());
    }
}
