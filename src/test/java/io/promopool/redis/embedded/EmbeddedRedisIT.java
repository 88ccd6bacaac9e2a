package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisException;
import io.promopool.redis.embedded.testing.RedisProbe;
import io.promopool.testing.RedisCall;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedRedisIT {
    @TempDir
    Path temp;

    private Path dir;

    @BeforeEach
    void choose_a_folder() throws IOException {
        dir = temp.toRealPath().resolve("data");
    }

    @AfterEach
    void noRedisRuns() {
        RedisProbe.await(
                "no Redis in " + temp, () -> RedisProbe.processesIn(temp).isEmpty());
    }

    @Test
    void it_listens_on_loopback_only_and_writes_to_the_disk_before_it_answers() {
        try (EmbeddedRedis redis = start(dir)) {
            assertTrue(redis.url().matches("redis://:[0-9a-f]{48}@127\\.0\\.0\\.1:\\d+"), redis.url());
            assertEquals("127.0.0.1", setting(redis, "bind"));
            assertEquals("yes", setting(redis, "appendonly"));
            assertEquals("always", setting(redis, "appendfsync"));
            assertEquals("no", setting(redis, "no-appendfsync-on-rewrite"));
            assertEquals("noeviction", setting(redis, "maxmemory-policy"));
            assertEquals("", setting(redis, "save"));
            assertEquals("512", setting(redis, "hash-max-listpack-entries"));
            assertEquals(dir.toString(), setting(redis, "dir"));
            assertTrue(Files.exists(dir.resolve("redis.log")));
        }
    }

    @Test
    void nobody_gets_in_without_the_password() {
        try (EmbeddedRedis redis = start(dir)) {
            String open = redis.url().replaceFirst(":[0-9a-f]+@", "");

            RedisException refused = assertThrows(RedisException.class, () -> RedisCall.ask(open, c -> c.get("a")));

            assertTrue(RedisProbe.messages(refused).contains("NOAUTH"), () -> RedisProbe.messages(refused));
        }
    }

    @Test
    void data_outlives_a_close_and_the_folder_is_free_again() {
        EmbeddedRedis first = start(dir);
        RedisProbe.put(first.url(), "kept");
        first.close();
        first.close();

        try (EmbeddedRedis redis = start(dir)) {
            assertEquals("kept", RedisProbe.get(redis.url()));
        }
    }

    @Test
    void a_redis_that_was_killed_is_started_again_with_its_data_at_the_same_url() {
        try (EmbeddedRedis redis = start(dir)) {
            long first = redis.pid();
            RedisProbe.put(redis.url(), "kept");

            RedisProbe.kill(first);

            RedisProbe.await("a new Redis", () -> redis.pid() != first && RedisProbe.answers(redis.url()));
            assertEquals("kept", RedisProbe.get(redis.url()));
        }
    }

    @Test
    void an_incomplete_last_write_is_cut_off_as_a_whole_before_redis_is_started_again() throws IOException {
        try (EmbeddedRedis redis = start(dir)) {
            long first = redis.pid();
            RedisProbe.put(redis.url(), "kept");
            Path file = dir.resolve("appendonlydir/appendonly.aof.1.incr.aof");
            Files.writeString(file, RedisProbe.TORN_WRITE, StandardOpenOption.APPEND);

            RedisProbe.kill(first);

            RedisProbe.await("a new Redis", () -> redis.pid() != first && RedisProbe.answers(redis.url()));
            assertEquals("kept", RedisProbe.get(redis.url()));
            assertFalse(Files.readString(file).contains("torn"));
            RedisProbe.put(redis.url(), "kept too");
        }
        try (EmbeddedRedis redis = start(dir)) {
            assertEquals("kept too", RedisProbe.get(redis.url()));
        }
    }

    @Test
    void a_close_while_redis_is_started_again_leaves_no_process() {
        for (int i = 0; i < 5; i++) {
            try (EmbeddedRedis redis = start(dir)) {
                RedisProbe.kill(redis.pid());
            }
            assertEquals(List.of(), RedisProbe.processesIn(dir));
        }
    }

    @Test
    void a_redis_that_does_not_respond_is_killed_at_a_close() throws Exception {
        try (EmbeddedRedis redis = start(dir)) {
            RedisProbe.freeze(redis.pid());
        }
        assertEquals(List.of(), RedisProbe.processesIn(dir));
    }

    @Test
    void a_folder_has_one_owner_in_a_process() throws Exception {
        try (EmbeddedRedis redis = start(dir)) {
            String line =
                    assertThrows(EmbeddedRedisException.class, () -> start(dir)).getMessage();

            assertTrue(line.contains(dir.toString()) && line.contains("data.dir"), line);
            assertTrue(RedisProbe.answers(redis.url()));
            // The refused start must not have released the lock of the first one.
            try (RedisOwner other = RedisOwner.start(dir)) {
                assertTrue(other.answer()
                        .contains("process " + ProcessHandle.current().pid()));
            }
        }
    }

    @Test
    void a_folder_has_one_owner_among_processes_also_under_another_path() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), dir);
        try (RedisOwner owner = RedisOwner.start(dir)) {
            assertEquals("started", owner.answer());

            assertThrows(EmbeddedRedisException.class, () -> start(dir));
            assertThrows(EmbeddedRedisException.class, () -> start(link));
        }
        start(link).close();
    }

    @Test
    void a_folder_of_a_newer_redis_is_refused_before_redis_is_started() throws Exception {
        start(dir).close();
        Files.writeString(dir.resolve("redis-version"), "Redis 7.2.0");

        String line =
                assertThrows(EmbeddedRedisException.class, () -> start(dir)).getMessage();

        assertTrue(line.contains("Redis 7.2.0") && line.contains("Redis 7.0.15"), line);
        Files.writeString(dir.resolve("redis-version"), "Redis 6.2.0");
        start(dir).close();
        assertEquals(
                "Redis 7.0.15", Files.readString(dir.resolve("redis-version")).strip());
    }

    @Test
    void folders_with_odd_names_work() {
        // If the system's encoding lacks a letter, no folder name can have it.
        boolean any = Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode('я');
        Path odd = dir.resolve("it's a \"Sunday\" \\ 100% #1 $HOME" + (any ? " Свято 🎁" : ""));
        for (int i = 0; i < 2; i++) {
            try (EmbeddedRedis redis = start(odd)) {
                assertEquals(i == 0 ? Optional.empty() : Optional.of("kept"), RedisProbe.find(redis.url()));
                RedisProbe.put(redis.url(), "kept");
            }
        }
    }

    @Test
    void a_folder_whose_name_redis_would_read_as_a_pattern_is_refused() {
        String line = assertThrows(EmbeddedRedisException.class, () -> start(dir.resolve("a[1]")))
                .getMessage();

        assertTrue(line.contains("data.dir"), line);
    }

    @Test
    void an_unusable_folder_is_refused_in_one_line() throws IOException {
        Files.createFile(dir);

        String line =
                assertThrows(EmbeddedRedisException.class, () -> start(dir)).getMessage();

        assertTrue(
                line.contains(dir.toString())
                        && line.contains("data.dir")
                        && line.lines().count() == 1,
                line);
    }

    @Test
    void only_its_owner_can_look_into_the_folder() throws IOException {
        try (EmbeddedRedis redis = start(dir)) {
            assertEquals("rwx------", mode(dir));
            assertEquals("rwx------", mode(dir.resolve("bin/redis-server-7.0.15")));
            List<Path> confs = confs();
            assertEquals(1, confs.size());
            assertEquals("rw-------", mode(confs.get(0)));
            assertTrue(Files.readString(confs.get(0)).contains(redis.url().split("[:@]")[2]));
        }
        assertEquals(List.of(), confs(), "no file has the password any more");
    }

    @Test
    void redis_runs_in_its_own_session_so_that_ctrl_c_does_not_reach_it() throws IOException {
        try (EmbeddedRedis redis = start(dir)) {
            if (Files.exists(Path.of("/usr/bin/setsid"))) {
                String stat = Files.readString(Path.of("/proc/" + redis.pid() + "/stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                assertEquals(Long.toString(redis.pid()), fields[3], "session");
            }
        }
    }

    private List<Path> confs() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(DataFolder::isConf).toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String setting(EmbeddedRedis redis, String name) {
        return RedisCall.ask(redis.url(), c -> c.configGet(name)).get(name);
    }

    private static EmbeddedRedis start(Path dir) {
        return EmbeddedRedis.start(new EmbeddedSettings(dir, Optional.empty()));
    }
}
