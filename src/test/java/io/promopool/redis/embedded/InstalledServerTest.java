package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledServerTest {
    private static final RedisVersion BUNDLED = new RedisVersion("Redis", 7, 0, 15);

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"7.0.15", "7.0.16", "7.2.11", "8.0.4"})
    void a_server_that_can_read_the_data_is_worth_a_hint(String version) throws Exception {
        Path server = install("usr", "echo 'Redis server v=%s sha=0 bits=64'".formatted(version));

        assertEquals(
                Optional.of("Redis " + version + " is installed here as " + server + ", and gets security fixes with "
                        + "the system's packages. The bundled Redis 7.0.15 gets none. To run the installed one, set "
                        + "embedded.executable=redis-server"),
                InstalledServer.hint(path("none", "usr"), BUNDLED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Redis server v=6.0.16", "Valkey server v=8.0.1", "bash 5.2", ""})
    void another_is_not(String answer) throws Exception {
        install("usr", "echo '" + answer + "'");

        assertEquals(Optional.empty(), InstalledServer.hint(path("usr"), BUNDLED));
    }

    @Test
    void only_the_program_that_the_name_would_start_is_looked_at() throws Exception {
        install("local", "exit 3");
        install("usr", "echo 'Redis server v=7.0.15'");

        assertEquals(Optional.empty(), InstalledServer.hint(path("local", "usr"), BUNDLED));
    }

    @Test
    void a_path_may_be_empty_or_strange() throws Exception {
        Files.createDirectories(temp.resolve("usr/redis-server"));
        Files.createFile(Files.createDirectories(temp.resolve("text")).resolve("redis-server"));

        assertEquals(Optional.empty(), InstalledServer.hint("", BUNDLED));
        assertEquals(Optional.empty(), InstalledServer.hint("::.:bin:\0:" + path("usr", "text", "none"), BUNDLED));
    }

    private Path install(String folder, String line) throws IOException {
        Path file = Files.createDirectories(temp.resolve(folder)).resolve("redis-server");
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private String path(String... folders) {
        StringBuilder path = new StringBuilder();
        for (String folder : folders) {
            path.append(path.isEmpty() ? "" : ":").append(temp.resolve(folder));
        }
        return path.toString();
    }
}
