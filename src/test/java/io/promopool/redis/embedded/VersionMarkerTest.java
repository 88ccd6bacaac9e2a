package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionMarkerTest {
    private static final RedisVersion SERVER = new RedisVersion("Redis", 7, 0, 15);

    @TempDir
    Path dir;

    private DataFolder folder;
    private VersionMarker marker;

    @BeforeEach
    void open() throws IOException {
        folder = DataFolder.open(dir);
        marker = new VersionMarker(folder);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void a_new_folder_is_accepted_by_any_server() {
        assertDoesNotThrow(() -> marker.check(SERVER));
    }

    @Test
    void a_marked_folder_is_accepted_again() throws IOException {
        marker.write(SERVER);
        Files.createDirectory(dir.resolve("appendonlydir"));

        assertDoesNotThrow(() -> marker.check(SERVER));
        assertDoesNotThrow(() -> marker.check(new RedisVersion("Redis", 7, 2, 0)));
    }

    @Test
    void a_folder_of_a_newer_server_or_of_another_kind_is_refused() throws IOException {
        Files.writeString(dir.resolve("redis-version"), "Redis 7.2.4\n");
        assertRefused("Redis 7.2.4", "embedded.executable");

        Files.writeString(dir.resolve("redis-version"), "Valkey 7.0.0\n");
        assertRefused("Valkey 7.0.0", "embedded.executable");
    }

    @Test
    void data_without_a_marker_is_refused() throws IOException {
        Files.createDirectory(dir.resolve("appendonlydir"));

        assertRefused("redis-version", "data.dir");
    }

    @Test
    void a_marker_that_can_not_be_read_is_refused() throws IOException {
        Files.writeString(dir.resolve("redis-version"), "");

        assertRefused("redis-version");
    }

    @Test
    void a_dump_that_redis_would_ignore_is_refused() throws IOException {
        marker.write(SERVER);
        Files.createFile(dir.resolve("dump.rdb"));

        assertRefused("dump.rdb", "start empty");
    }

    private void assertRefused(String... parts) {
        String line = assertThrows(EmbeddedRedisException.class, () -> marker.check(SERVER))
                .getMessage();
        for (String part : parts) {
            assertTrue(line.contains(part), line);
        }
    }
}
