package io.promopool.redis.recount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.PoolCounts;
import io.promopool.redis.PoolTest;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RecountTest extends PoolTest {
    private RecountReport recount() {
        return Recount.run(
                server.url(),
                new StorageSettings(
                        new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), BUCKETS),
                        new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                        Durability.ofOneNode(),
                        new ClaimSettings(Duration.ofSeconds(10), 100, 64),
                        ZoneOffset.UTC),
                clock);
    }

    private void someOfEverything() {
        for (int i = 0; i < 30; i++) {
            load(row("A" + i).type("t").discount(5).expires(Duration.ofDays(1)));
            load(row("B" + i).type("t"));
            load(row("C" + i).type("u").expires(Duration.ofHours(1)));
        }
        for (int i = 0; i < 10; i++) {
            claimed("t", "k" + i);
            pool.setInUse("B" + i, true);
            pool.setInUse("A" + (20 + i), true);
        }
        pool.setInUse("B3", false);
    }

    @Test
    void a_pool_that_is_right_is_left_as_it_is() {
        someOfEverything();
        RecountReport report = recount();
        assertEquals(List.of(), report.differences());
        assertEquals(List.of(), report.faults());
        assertEquals(90, report.codes());
        assertEquals(3, report.lots());
        assertEquals(2, report.types());
    }

    @Test
    void wrong_counters_are_put_right() {
        someOfEverything();
        server.raw().hincrby("pp:{0}:lot:1", "unspent", 7);
        server.raw().hincrby("pp:{0}:lot:2", "claimed", -2);
        server.raw().hincrby("pp:{0}:type:1", "added", 1);
        server.raw().hincrby("pp:{0}:type:1", "live:5", 4);
        server.raw().hset("pp:{0}:type:1", "live:77", "3");

        RecountReport report = recount();

        assertEquals(3, report.differences().size(), report.toString());
        assertTrue(report.differences().get(0).contains("unspent was 17, is 10"), report.toString());
        assertEquals(List.of(), recount().differences());
    }

    @Test
    void a_lot_that_was_lost_to_the_live_sets_with_its_list_can_be_claimed_from_again() {
        add("t", "A", "B", "C");
        server.raw().del("pp:{0}:list:1", "pp:{0}:live:1", "pp:{0}:live:1:0");
        server.raw().hset("pp:{0}:lot:1", "unspent", "0");
        server.raw().hset("pp:{0}:type:1", "unspent", "0");

        assertEquals(2, recount().differences().size());

        raw.check();
        Set<String> given = new HashSet<>();
        for (String key : List.of("1", "2", "3")) {
            given.add(claimed("t", key));
        }
        assertEquals(Set.of("A", "B", "C"), given);
        assertEquals(new PoolCounts(0, 3, 0, 0), counts("t"));
    }

    @Test
    void a_lot_that_counts_codes_which_it_has_not_no_longer_holds_claims_up() {
        add("t", "A");
        claimed("t", "k");
        server.raw().zadd("pp:{0}:live:1", Double.POSITIVE_INFINITY, "0000000001");
        server.raw().hset("pp:{0}:lot:1", "unspent", "5");
        recount();
        raw.check();
        assertEquals(List.of(), recount().differences());
    }

    @Test
    void missing_hints_are_written_and_those_of_thousands_too() {
        for (int i = 0; i < 2_100; i++) {
            load(row("N" + i).type("t"));
        }
        server.raw().ltrim("pp:{0}:list:1", 0, 9);
        assertTrue(recount().differences().get(0).contains("2090 codes were unreachable"));
        raw.check();
    }

    @Test
    void wrong_retired_hints_are_removed() {
        add("t", "A", "B", "C");
        pool.setInUse("B", true);
        server.raw().lrem("pp:{0}:list:1", 0, "B");
        server.raw().sadd("pp:{0}:retired-hints:1", "C");
        assertTrue(recount().differences().get(0).contains("2 of 2 retired hints"));
        pool.setInUse("B", false);
        assertEquals(Set.of("A", "B", "C"), Set.of(claimed("t", "1"), claimed("t", "2"), claimed("t", "3")));
    }

    @Test
    void codes_of_a_lot_without_a_record_are_reported() {
        add("t", "A");
        server.raw().hset("pp:{0}:codes:" + keys.bucket("X"), "X", "99");
        try {
            assertEquals(
                    List.of("1 codes are in lot 99, which has no record"),
                    recount().faults());
        } finally {
            server.raw().hdel("pp:{0}:codes:" + keys.bucket("X"), "X");
        }
    }

    @Test
    void claims_and_uploads_go_on_beside_it_and_all_is_right_afterwards() throws Exception {
        someOfEverything();
        server.raw().hincrby("pp:{0}:lot:2", "unspent", 5);
        server.raw().hincrby("pp:{0}:type:1", "unspent", -3);
        AtomicBoolean stop = new AtomicBoolean();
        Thread busy = new Thread(() -> {
            for (int i = 0; !stop.get(); i++) {
                add("t", "busy-" + i);
                claim(request("t", "busy-key-" + i));
                pool.setInUse("busy-" + i, true);
            }
        });
        busy.start();
        for (int i = 0; i < 5; i++) {
            recount();
        }
        stop.set(true);
        busy.join();
        raw.check();
    }
}
