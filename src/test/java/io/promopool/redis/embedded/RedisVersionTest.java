package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisVersionTest {
    private static final RedisVersion REDIS_7_0 = new RedisVersion("Redis", 7, 0, 15);

    @Test
    void a_server_prints_its_kind_and_version() {
        assertEquals(
                Optional.of(REDIS_7_0),
                RedisVersion.find("Redis server v=7.0.15 sha=00000000:0 malloc=libc bits=64 build=e218535194f921a7"));
        assertEquals(
                Optional.of(new RedisVersion("Valkey", 8, 0, 1)),
                RedisVersion.find("Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64"));
        assertEquals(Optional.empty(), RedisVersion.find("bash 5.2.15"));
        assertEquals(Optional.empty(), RedisVersion.find(""));
    }

    @Test
    void a_written_version_can_be_read_again() {
        assertEquals("Redis 7.0.15", REDIS_7_0.toString());
        assertEquals(Optional.of(REDIS_7_0), RedisVersion.find(REDIS_7_0.toString()));
    }

    @Test
    void data_of_the_same_or_an_older_server_of_the_same_kind_can_be_read() {
        assertTrue(REDIS_7_0.canRead(new RedisVersion("Redis", 7, 0, 99)));
        assertTrue(REDIS_7_0.canRead(new RedisVersion("Redis", 6, 2, 0)));
        assertFalse(REDIS_7_0.canRead(new RedisVersion("Redis", 7, 2, 0)));
        assertFalse(REDIS_7_0.canRead(new RedisVersion("Redis", 8, 0, 0)));
        assertFalse(REDIS_7_0.canRead(new RedisVersion("Valkey", 7, 0, 0)));
        assertFalse(new RedisVersion("Valkey", 8, 0, 0).canRead(REDIS_7_0));
    }
}
