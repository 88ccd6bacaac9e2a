package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promopool.redis.embedded.testing.RedisProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OrphanedServersIT {
    @TempDir
    Path temp;

    private Path dir;
    private long orphan;

    @BeforeEach
    void leave_a_redis_behind() throws Exception {
        dir = temp.toRealPath().resolve("data");
        try (RedisOwner owner = RedisOwner.start(dir)) {
            assertEquals("started", owner.answer());
            String url = owner.answer();
            orphan = Long.parseLong(owner.answer());
            RedisProbe.put(url, "kept");

            owner.kill();

            assertTrue(RedisProbe.answers(url), "Redis should have outlived its owner");
        }
    }

    @AfterEach
    void endOrphansOfFailedTests() {
        RedisProbe.processesIn(temp).forEach(RedisProbe::kill);
    }

    @Test
    void an_orphan_is_stopped_before_redis_starts_on_its_data() {
        try (EmbeddedRedis redis = start(dir)) {
            assertEquals(List.of(redis.pid()), RedisProbe.processesIn(temp));
            assertEquals("kept", RedisProbe.get(redis.url()));
        }
    }

    @Test
    void an_orphan_that_is_frozen_is_killed() throws Exception {
        RedisProbe.freeze(orphan);

        try (EmbeddedRedis redis = start(dir)) {
            assertEquals(List.of(redis.pid()), RedisProbe.processesIn(temp));
            assertEquals("kept", RedisProbe.get(redis.url()));
        }
    }

    @Test
    void an_orphan_is_found_in_a_folder_that_was_moved() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/cwd")), "the system shows the working directory of a process");
        Path moved = Files.move(dir, temp.resolve("moved"));

        try (EmbeddedRedis redis = start(moved)) {
            assertEquals(List.of(redis.pid()), RedisProbe.processesIn(temp));
            assertEquals("kept", RedisProbe.get(redis.url()));
        }
    }

    @Test
    void the_redis_of_another_folder_and_a_reader_of_the_configuration_are_left_alone() throws Exception {
        Path conf = temp.resolve("redis-run-1.conf");
        Process reader = new ProcessBuilder("tail", "-f", "/dev/null", conf.toString()).start();
        try (EmbeddedRedis other = start(temp.resolve("other"));
                EmbeddedRedis redis = start(dir)) {
            assertTrue(RedisProbe.answers(other.url()));
            assertTrue(RedisProbe.answers(redis.url()));
            assertTrue(reader.isAlive());
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    private static EmbeddedRedis start(Path dir) {
        return EmbeddedRedis.start(new EmbeddedSettings(dir, Optional.empty()));
    }
}
