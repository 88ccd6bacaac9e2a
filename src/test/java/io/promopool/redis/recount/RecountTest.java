package io.promopool.redis.recount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.PoolCounts;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.TestSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RecountTest extends PoolCase {
    private RecountReport recount() {
        return Recount.run(
                server.url(),
                TestSettings.storage(
                        new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(5), BUCKETS),
                        new ClaimSettings(Duration.ofSeconds(10), 100, 64)),
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
    void a_consistent_pool_is_not_changed() {
        someOfEverything();
        RecountReport report = recount();
        assertEquals(List.of(), report.differences());
        assertEquals(List.of(), report.faults());
        assertEquals(90, report.codes());
        assertEquals(3, report.lots());
        assertEquals(2, report.types());
    }

    @Test
    void wrong_counters_are_corrected() {
        someOfEverything();
        server.raw().hincrby("pp:{0}:lot:1", "unspent", 7);
        server.raw().hincrby("pp:{0}:lot:2", "claimed", -2);
        server.raw().hincrby("pp:{0}:type:1", "added", 1);
        server.raw().hincrby("pp:{0}:type:1", "live:5", 4);
        server.raw().hset("pp:{0}:type:1", "live:77", "3");

        RecountReport report = recount();

        assertEquals(3, report.differences().size(), report.toString());
        assertTrue(
                report.differences()
                        .get(0)
                        .contains("the count of available and expired codes was 17, corrected to 10"),
                report.toString());
        assertEquals(List.of(), recount().differences());
    }

    @Test
    void a_lot_whose_record_is_incomplete_is_reported_and_the_others_are_recounted() {
        someOfEverything();
        String expiration = server.raw().hget("pp:{0}:lot:1", "expiration");
        server.raw().hdel("pp:{0}:lot:1", "expiration");
        server.raw().hincrby("pp:{0}:lot:2", "claimed", -2);

        RecountReport report = recount();
        server.raw().hset("pp:{0}:lot:1", "expiration", expiration);

        assertEquals("the record of lot 1 is incomplete", report.faults().get(0));
        assertTrue(report.faults().get(1).startsWith("lot 1 has no complete record"), report.toString());
        assertTrue(report.differences().stream().anyMatch(line -> line.startsWith("lot 2")), report.toString());
    }

    @Test
    void a_lot_that_was_missing_in_the_live_sets_and_without_a_list_can_be_claimed_from_again() {
        add("t", "A", "B", "C");
        server.raw().del("pp:{0}:list:1", "pp:{0}:live:1", "pp:{0}:live:1:0");
        server.raw().hset("pp:{0}:lot:1", "unspent", "0");
        server.raw().hset("pp:{0}:type:1", "unspent", "0");

        assertEquals(2, recount().differences().size());

        raw.check();
        Set<String> claimed = new HashSet<>();
        for (String key : List.of("1", "2", "3")) {
            claimed.add(claimed("t", key));
        }
        assertEquals(Set.of("A", "B", "C"), claimed);
        assertEquals(new PoolCounts(0, 3, 0, 0), counts("t"));
    }

    @Test
    void a_lot_that_counts_codes_it_does_not_have_no_longer_holds_up_claims() {
        add("t", "A");
        claimed("t", "k");
        server.raw().zadd("pp:{0}:live:1", Double.POSITIVE_INFINITY, "0000000001");
        server.raw().hset("pp:{0}:lot:1", "unspent", "5");
        recount();
        raw.check();
        assertEquals(List.of(), recount().differences());
    }

    @Test
    void missing_hints_are_written_even_for_thousands_of_codes() {
        for (int i = 0; i < 2_100; i++) {
            load(row("N" + i).type("t"));
        }
        server.raw().ltrim("pp:{0}:list:1", 0, 9);
        assertTrue(recount().differences().get(0).contains("no claim could reach 2,090 codes"));
        raw.check();
    }

    @Test
    void wrong_stale_hints_are_removed() {
        add("t", "A", "B", "C");
        pool.setInUse("B", true);
        server.raw().lrem("pp:{0}:list:1", 0, keys.hint("B"));
        server.raw().sadd("pp:{0}:stale-hints:1", keys.hint("C"));
        assertTrue(
                recount().differences().get(0).contains("2 of 2 entries were wrong in the lot's set of stale hints"));
        pool.setInUse("B", false);
        assertEquals(Set.of("A", "B", "C"), Set.of(claimed("t", "1"), claimed("t", "2"), claimed("t", "3")));
    }

    @Test
    void codes_of_a_lot_without_a_record_are_reported() {
        add("t", "A");
        server.raw().hset("pp:{0}:codes:" + keys.bucket("X"), "X", "99");
        try {
            assertEquals(
                    List.of("lot 99 has no complete record, but the index has 1 code of this lot"),
                    recount().faults());
        } finally {
            server.raw().hdel("pp:{0}:codes:" + keys.bucket("X"), "X");
        }
    }

    @Test
    void claims_and_uploads_go_on_meanwhile_and_the_pool_is_consistent_afterwards() throws Exception {
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
