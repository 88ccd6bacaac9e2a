package io.promopool.process;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a Redis is, and what it says. */
public final class Redis {
    private Redis() {}

    /** Puts the server that is inside the service's jar into a folder. */
    public static Path bundledIn(Path folder) throws IOException {
        String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Path binary = folder.resolve("redis-server");
        try (InputStream in = Redis.class.getResourceAsStream("/redis-server-7.0.15-" + os + "-" + cpu)) {
            Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
        }
        binary.toFile().setExecutable(true);
        return binary;
    }

    /** Where the Redis is that a service runs in its data folder: found by the configuration that it wrote for it. */
    public static String embeddedIn(Path dataFolder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dataFolder, "redis-run-*.conf")) {
            Map<String, String> lines = Files.readAllLines(files.iterator().next()).stream()
                    .map(line -> line.split(" ", 2))
                    .filter(words -> words[0].equals("port") || words[0].equals("requirepass"))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1]));
            return "redis://:" + lines.get("requirepass") + "@127.0.0.1:" + lines.get("port");
        }
    }

    /** The servers that were started on a configuration in that folder or below. */
    public static List<ProcessHandle> processesIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(folder + "/") && argument.endsWith(".conf")))
                .toList();
    }

    /** Asks over a connection of its own. */
    public static <T> T ask(String url, Function<RedisCommands<String, String>, T> question) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(Duration.ofSeconds(60));
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
