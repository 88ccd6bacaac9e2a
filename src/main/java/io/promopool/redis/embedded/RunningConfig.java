package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where an embedded Redis listens from the configuration that it was started with, which goes with it. */
final class RunningConfig {
    private RunningConfig() {}

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

    /** Of the last line that begins so, which is the one that holds. */
    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .reduce((first, second) -> second)
                .map(line -> line.substring(name.length()).strip());
    }
}
