package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.TestSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which pool a start takes, and when it creates one. */
class PoolIdentityTest extends PoolCase {
    private static final PoolChoice CREATE = PoolChoice.create(PoolChoice.SETTING);

    /** Opens storage as a start does, and closes it again. Returns the id of the pool. */
    private String start(PoolChoice choice) {
        return start(choice, BUCKETS);
    }

    private String start(PoolChoice choice, int buckets) {
        try (RedisStorage storage = RedisStorage.open(
                server.url(),
                new StorageSettings(
                        new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), buckets),
                        new PoolSettings(choice, OnRollback.STOP, TestSettings.ANY),
                        Durability.ofOneNode(),
                        new ClaimSettings(Duration.ofSeconds(10), 1_000, 64),
                        ZoneOffset.UTC),
                clock,
                RedisListener.NONE)) {
            return storage.poolId();
        }
    }

    private String refused(PoolChoice choice) {
        Map<String, byte[]> before = dump();
        String message =
                assertThrows(IllegalStateException.class, () -> start(choice)).getMessage();
        assertSame(before, dump(), message);
        return message;
    }

    private String storedId() {
        return server.raw().hget(keys.meta(), "pool");
    }

    @Test
    void a_start_that_may_not_create_a_pool_refuses_an_empty_redis() {
        server.raw().flushall();
        String message = refused(PoolChoice.existing());
        assertTrue(message.contains("Redis holds no pool") && message.contains("redis.pool=create"), message);
    }

    @Test
    void a_start_that_may_create_a_pool_gives_it_a_new_id_and_the_next_start_takes_it() {
        String first = storedId();
        server.raw().flushall();
        String second = start(CREATE);
        assertTrue(PoolChoice.isId(second), second);
        assertNotEquals(first, second);
        assertEquals(second, start(CREATE));
        assertEquals(second, start(PoolChoice.existing()));
        assertEquals(second, start(PoolChoice.only(second, PoolChoice.SETTING)));
    }

    @Test
    void a_start_that_names_its_pool_refuses_another_one_and_an_empty_redis() {
        String other = "0123456789abcdef";
        String message = refused(PoolChoice.only(other, PoolChoice.SETTING));
        assertTrue(message.contains(storedId()) && message.contains("redis.pool is " + other), message);

        server.raw().flushall();
        String empty = refused(PoolChoice.only(other, PoolChoice.SETTING));
        assertTrue(empty.contains("Redis holds no pool, but redis.pool is " + other), empty);
    }

    @Test
    void a_pool_whose_record_is_gone_is_refused_as_lost() {
        add("t", "A", "B");
        for (String left : new String[] {"types", "lot-ids", "lots", "uploads"}) {
            server.raw().flushall();
            server.raw().hset("pp:{0}:" + left, "a", "1");
            assertTrue(refused(CREATE).contains("data was lost"), left);
        }
        server.raw().flushall();
        server.raw().set("pp:{0}:types", "not a hash");
        assertTrue(refused(CREATE).contains("data was lost"));
        server.raw().flushall();
    }

    @Test
    void a_pool_of_an_older_layout_is_refused_with_a_line_that_says_so() {
        server.raw().flushall();
        server.raw().hset(keys.meta(), Map.of("layout", "1", "shards", "1", "buckets", "256", "zone", "Z"));
        assertTrue(refused(CREATE).contains("stored with layout 1, but this version of Promopool supports only 2"));
    }

    @Test
    void a_record_without_an_id_is_refused() {
        server.raw().hdel(keys.meta(), "pool");
        assertTrue(refused(CREATE).contains("no pool id"));
    }

    @Test
    void other_buckets_than_those_of_the_pool_are_refused() {
        String message = assertThrows(IllegalStateException.class, () -> start(CREATE, 4096))
                .getMessage();
        assertTrue(message.contains("set redis.buckets=256"), message);
    }

    @Test
    void a_folder_that_held_a_pool_must_hold_it_still() {
        PoolChoice configured = PoolChoice.existing();
        assertTrue(configured.inFolder(Optional.empty(), "the file").mayCreate());
        PoolChoice recorded = CREATE.inFolder(Optional.of("0123456789abcdef"), "the file data/pool-id");
        assertFalse(recorded.mayCreate());
        server.raw().flushall();
        String message = refused(recorded);
        assertTrue(message.contains("the file data/pool-id is 0123456789abcdef"), message);
        assertTrue(message.contains("delete that file"), message);
        PoolChoice other = PoolChoice.parse("fedcba9876543210");
        assertThrows(IllegalStateException.class, () -> other.inFolder(Optional.of("0123456789abcdef"), "the file"));
        assertEquals(other, other.inFolder(Optional.empty(), "the file"));
    }
}
