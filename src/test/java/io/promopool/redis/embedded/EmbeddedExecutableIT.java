package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.redis.embedded.testing.RedisProbe;
import io.promopool.testing.RedisCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedExecutableIT {
    private static final String REDIS_7 = "echo 'Redis server v=7.0.15 sha=00000000:0 malloc=libc bits=64'";

    @TempDir
    Path temp;

    @Test
    void another_server_is_used_if_one_is_set() throws IOException {
        Path server = program("exec '%s' \"$@\"".formatted(bundled()));

        try (EmbeddedRedis redis = start(server)) {
            assertTrue(RedisProbe.answers(redis.url()));
            assertTrue(Files.notExists(temp.resolve("data/bin")));
        }
    }

    @Test
    void a_server_that_can_not_be_run_is_reported_in_one_line() throws IOException {
        assertRefused(temp.resolve("no-such-server"), "No such file", "embedded.executable");
        assertRefused(Files.createFile(temp.resolve("text")), "Permission denied", "embedded.executable");
        assertRefused(Path.of("no-such-server-on-the-path"), "No such file", "embedded.executable");
    }

    @Test
    void another_program_and_a_server_that_is_too_old_are_refused() throws IOException {
        assertRefused(program("echo 'GNU bash, version 5.2.15'"), "doesn't say", "embedded.executable");
        assertRefused(program("echo 'Redis server v=6.2.11 sha=0'"), "Redis 6.2.11", "7.0 or later");
    }

    @Test
    void if_redis_ends_at_its_start_one_line_has_its_log_and_the_folder_is_free() throws IOException {
        Path server = program(REDIS_7, "[ \"$1\" = --version ] && exit", "echo 'no such luck'; exit 3");

        assertRefused(server, "exit code 3", "no such luck", "redis.log");
    }

    @Test
    void if_another_program_has_taken_the_port_redis_starts_on_another_port() throws IOException {
        Path flag = temp.resolve("flag");
        Path server = program(
                "[ \"$1\" = --version ] || [ -e '%s' ] && exec '%s' \"$@\"".formatted(flag, bundled()),
                "touch '%s'".formatted(flag),
                "echo '1:M # Failed listening on port 20000 (tcp), aborting.'; exit 1");

        try (EmbeddedRedis redis = start(server)) {
            assertTrue(Files.exists(flag));
            assertEquals(1, confs());
            assertTrue(RedisProbe.answers(redis.url()));
        }
    }

    @Test
    void the_start_waits_until_redis_has_loaded_its_data() throws IOException {
        int keys = 2_000;
        try (EmbeddedRedis redis = start(bundled())) {
            RedisProbe.fill(redis.url(), keys);
        }
        Path slow = program(
                "[ \"$1\" = --version ] && exec '%s' \"$@\"".formatted(bundled()),
                "exec '%s' \"$@\" --key-load-delay 1000 --loading-process-events-interval-bytes 1024"
                        .formatted(bundled()));
        long startNanos = System.nanoTime();

        try (EmbeddedRedis redis = start(slow)) {
            assertTrue(System.nanoTime() - startNanos > keys * 1_000_000L, "it should have taken 1 ms per key");
            long loaded = RedisCall.ask(redis.url(), commands -> commands.dbsize());
            assertEquals(keys, loaded);
        }
    }

    @Test
    void a_service_that_is_stopped_while_redis_loads_leaves_no_process_running() throws IOException {
        Path pid = temp.resolve("pid");
        Path server = program(
                "[ \"$1\" = --version ] && exec '%s' \"$@\"".formatted(bundled()),
                "echo $$ > '%s.new' && mv '%s.new' '%s'".formatted(pid, pid, pid),
                "exec sleep 100");
        try (RedisOwner owner = RedisOwner.start(temp.resolve("data"), server)) {
            RedisProbe.await("a Redis that loads", () -> Files.exists(pid));

            owner.stop();

            long loading = Long.parseLong(Files.readString(pid).strip());
            RedisProbe.await("the end of the process", () -> RedisProbe.hasEnded(loading));
        }
    }

    private void assertRefused(Path executable, String... parts) {
        String line = assertThrows(EmbeddedRedisException.class, () -> start(executable))
                .getMessage();
        for (String part : parts) {
            assertTrue(line.contains(part), line);
        }
    }

    private long confs() throws IOException {
        try (var files = Files.list(temp.resolve("data"))) {
            return files.filter(DataFolder::isConf).count();
        }
    }

    private Path bundled() throws IOException {
        try (DataFolder folder = DataFolder.open(temp.resolve("bundled"))) {
            return new BundledServer(System.getProperty("os.name"), System.getProperty("os.arch")).extract(folder);
        }
    }

    private Path program(String... lines) throws IOException {
        Path file = temp.resolve("program");
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", List.of(lines)) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private EmbeddedRedis start(Path executable) {
        return EmbeddedRedis.start(new EmbeddedSettings(temp.resolve("data"), Optional.of(executable)));
    }
}
