package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What happens when Redis changes under a running service: emptied, swapped, put back to an old copy. */
class PoolWatchTest extends PoolCase {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.onSpinWait();
        }
    }

    /** Another service, with a clock that is right. */
    private RedisStorage open() {
        forgetLatestTime();
        return openStorage(InstantSource.system(), Duration.ofSeconds(2));
    }

    private static String refused(Runnable call) {
        StorageException fault = failure(call);
        assertEquals(Outcome.NONE, fault.outcome(), fault.getMessage());
        return fault.getMessage();
    }

    /** Every call that a caller can make. */
    private List<Runnable> calls() {
        return List.of(
                () -> claim(request("t", "k")),
                () -> load(row("N").type("t")),
                () -> pool.setInUse("A", true),
                () -> pool.find("A"),
                () -> pool.findClaim("k"),
                () -> pool.type("t"),
                () -> counts("t"));
    }

    private void assertRefusesAll(String reason) {
        for (Runnable call : calls()) {
            String message = refused(call);
            assertTrue(message.contains(reason), message);
        }
    }

    private Map<String, String> meta() {
        return server.raw().hgetall(keys.meta());
    }

    private List<String> names() {
        return meta().keySet().stream().filter(field -> field.startsWith("w:")).toList();
    }

    @Test
    void after_a_flush_everything_is_refused_and_nothing_is_written() {
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A", "B");
        server.raw().flushall();

        assertTrue(refused(() -> claim(request("t", "k"))).contains("does not hold pool"));
        assertTrue(refused(() -> load(row("A").type("t"))).contains("does not hold pool"));
        assertTrue(refused(() -> pool.setInUse("A", true)).contains("does not hold pool"));
        await("the watch looks", () -> storage.unreadyReason().isPresent());
        assertRefusesAll("no longer holds pool");
        assertTrue(storage.unreadyReason().orElseThrow().contains("no longer holds pool"));
        assertEquals(List.of(), server.raw().keys("*"));
    }

    @Test
    void another_pool_in_the_place_of_the_first_is_refused_and_the_first_is_served_again_when_it_is_back() {
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A", "B");
        String id = storage.poolId();
        server.raw().hset(keys.meta(), "pool", "0123456789abcdef");

        String message = refused(() -> claim(request("t", "k")));
        assertTrue(message.contains("holds pool 0123456789abcdef instead of pool " + id), message);
        await("the watch looks", () -> storage.unreadyReason().isPresent());
        assertRefusesAll("Redis holds pool 0123456789abcdef, and this service serves pool " + id);

        server.raw().hset(keys.meta(), "pool", id);
        await("the pool is back", () -> storage.unreadyReason().isEmpty());
        assertEquals("A", claimed("t", "k"));
    }

    @Test
    void a_new_connection_is_looked_at_before_anything_read_over_it_is_used() {
        add("t", "A");
        server.raw().hset(keys.meta(), "pool", "0123456789abcdef");
        server.raw().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme());
        StorageException[] last = new StorageException[1];
        await("a read over the new connection", () -> {
            try {
                pool.find("A");
                throw new AssertionError("an answer from another pool");
            } catch (StorageException fault) {
                last[0] = fault;
                return fault.getMessage().contains("Redis holds pool 0123456789abcdef");
            }
        });
        assertEquals(Outcome.NONE, last[0].outcome());
        server.raw().flushall();
    }

    @Test
    void each_call_that_was_answered_is_counted_and_no_other() {
        add("t", "A", "B", "C"); // three calls
        claimed("t", "1");
        claimed("t", "1"); // a repeat is counted too
        pool.setInUse("C", true);
        pool.setInUse("C", true);
        pool.setInUse("none", true);
        claim(request("unknown", "2"));
        load(DRY_RUN, row("D").type("t"));
        assertEquals(1, names().size());
        assertEquals("11", meta().get(names().get(0)), "the first is the move of the latest time");
    }

    @Test
    void writes_that_are_gone_stop_everything_until_a_person_accepts_that_also_for_a_new_start() {
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A", "B");
        Map<String, byte[]> copy = copy();
        assertEquals("A", claimed("t", "1"));
        assertEquals("B", claimed("t", "2"));
        putBack(copy);

        await("the loss is noticed", () -> server.raw().hexists(keys.meta(), "stop"));
        await("all is refused", () -> storage.unreadyReason().orElse("").contains("doctor --accept-loss"));
        assertRefusesAll("of 5 confirmed calls of one service it has 3");

        RedisStorage another = open();
        assertTrue(another.unreadyReason().orElseThrow().contains("doctor --accept-loss"));
        pool = another.pool();
        assertRefusesAll("doctor --accept-loss");

        LossReview review = LossReview.of(server.url(), settings(Duration.ofSeconds(2)));
        assertEquals(2, review.lost().orElseThrow().gone());
        assertTrue(review.accept());
        assertEquals("2", meta().get("life"));
        assertFalse(meta().containsKey("stop"));
        assertEquals(List.of(), names());
        await("the service goes on", () -> storage.unreadyReason().isEmpty());
        pool = storage.pool();
        assertEquals("A", claimed("t", "3"));
        assertEquals(1, names().size(), "counted anew, under a new name");
        assertEquals("1", meta().get(names().get(0)));
        LossReview again = LossReview.of(server.url(), settings(Duration.ofSeconds(2)));
        assertTrue(again.lost().isEmpty());
    }

    @Test
    void a_claim_is_refused_at_once_by_a_redis_that_has_lost_writes() {
        add("t", "A", "B");
        Map<String, byte[]> copy = copy();
        assertEquals("A", claimed("t", "1"));
        putBack(copy);
        for (int i = 0; i < 2; i++) {
            int n = i;
            StorageException fault = failure(() -> claim(request("t", "again" + n)));
            assertEquals(Outcome.NONE, fault.outcome());
        }
        assertEquals("A,B", String.join(",", raw.list("1")));
        server.raw().flushall();
    }

    @Test
    void an_old_copy_of_an_earlier_life_stops_everything_until_a_person_accepts_that() {
        Map<String, byte[]> copy = copy();
        server.raw().hset(keys.meta(), "life", "4");
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A");
        claimed("t", "1");
        putBack(copy);
        await("noticed", () -> storage.unreadyReason().orElse("").contains("an old copy of the pool"));

        assertTrue(LossReview.of(server.url(), settings(Duration.ofSeconds(2))).accept());
        assertEquals("5", meta().get("life"), "higher than each that a service has seen");
        forgetLatestTime();
        await("the service goes on", () -> storage.unreadyReason().isEmpty());
        add("t", "A");
        assertEquals("A", claimed("t", "2"));
        assertFalse(meta().containsKey("stop"));
    }

    @Test
    void a_new_connection_to_an_old_copy_is_noticed_before_anything_read_over_it_is_used() {
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A");
        Map<String, byte[]> copy = copy();
        claimed("t", "1");
        putBack(copy);
        server.raw().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme());
        StorageException[] last = new StorageException[1];
        await("a read over the new connection", () -> {
            try {
                assertTrue(pool.findClaim("1").isPresent(), "an old copy says that there is no such claim");
                return false;
            } catch (StorageException fault) {
                last[0] = fault;
                return fault.getMessage().contains("Redis has");
            }
        });
        assertEquals(Outcome.NONE, last[0].outcome());
        server.raw().flushall();
    }

    @Test
    void a_stop_drops_the_name_of_a_service_and_a_service_that_was_killed_leaves_it() {
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A");
        assertEquals(2, names().size(), "that of the other service too");
        storage.close();
        assertEquals(1, names().size());
        assertFalse(meta().containsKey("stop"));
    }

    @Test
    void at_most_a_thousand_names_are_kept_and_a_service_whose_name_was_dropped_goes_on() {
        RedisStorage storage = open();
        pool = storage.pool();
        add("t", "A", "B", "C");
        String first = names().stream().sorted().toList().get(1);
        for (int i = 0; i < 1_000; i++) {
            server.raw().hset(keys.meta(), first + "-" + i, "7");
        }
        pool = open().pool();
        claimed("t", "1");
        assertEquals(1_000, names().size());
        assertFalse(names().contains(first), "the services that began first are dropped");
        pool = storage.pool();
        await("it counts anew", () -> {
            try {
                return claimed("t", "2") != null;
            } catch (RuntimeException renewed) {
                return false;
            }
        });
        assertFalse(meta().containsKey("stop"));
    }
}
