package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Pools of an awkward size or shape. */
class LargePoolIT extends PoolCase {
    @Test
    void a_claim_behind_a_million_retired_codes_is_served_while_others_go_on() {
        int retired = 1_000_000;
        for (int first = 0; first < retired; first += 500) {
            List<UploadRow> added = new ArrayList<>();
            for (int i = first; i < first + 500; i++) {
                added.add(row("R" + i).type("retired").row());
            }
            pool.load(added, PLAIN).join();
        }
        add("retired", "last");
        for (int first = 0; first < retired; first += 500) {
            List<UploadRow> retiring = new ArrayList<>();
            for (int i = first; i < first + 500; i++) {
                // From the last to the first: in upload order, each code would remove its hint.
                retiring.add(row("R" + (retired - 1 - i)).inUse(true).row());
            }
            pool.load(retiring, PLAIN).join();
        }
        for (int i = 0; i < 100; i++) {
            add("other", "O" + i);
        }

        long longestMicros = 0;
        server.raw().configResetstat();
        CompletableFuture<ClaimOutcome> behind = pool.claim(request("retired", "k"));
        int served = 0;
        while (!behind.isDone() && served < 100) {
            long start = System.nanoTime();
            assertInstanceOf(Claimed.class, claim(request("other", "o" + served++)));
            longestMicros = Math.max(longestMicros, (System.nanoTime() - start) / 1_000);
        }

        ClaimOutcome outcome = behind.join();
        assertEquals("last", assertInstanceOf(Claimed.class, outcome).claim().code());
        assertEquals(100, served, "other types were served meanwhile; the slowest took " + longestMicros + " µs");
        assertEquals(new PoolCounts(0, 1, retired, 0), counts("retired"));
    }

    @Test
    void ten_thousand_lots_of_one_code_each_are_claimed_soonest_first() {
        int lots = 10_000;
        for (int first = 0; first < lots; first += 500) {
            List<UploadRow> rows = new ArrayList<>();
            for (int i = first; i < first + 500; i++) {
                // Not in the order of their dates.
                int day = 1 + i * 7_919 % lots;
                rows.add(row("D" + day)
                        .type("t")
                        .discount(i % 3)
                        .expires(Duration.ofDays(day))
                        .row());
            }
            pool.load(rows, PLAIN).join();
        }
        assertEquals(OptionalLong.of(lots - 5_000), pool.count(new CodeFilter("t", OptionalInt.empty(), 5_000)));

        List<CompletableFuture<ClaimOutcome>> answers = new ArrayList<>();
        for (int i = 1; i <= lots / 2; i++) {
            answers.add(pool.claim(request("t", "k" + i)));
        }
        Set<String> claimed = new HashSet<>();
        Set<String> soonest = new HashSet<>();
        for (int i = 1; i <= lots / 2; i++) {
            claimed.add(assertInstanceOf(Claimed.class, answers.get(i - 1).join())
                    .claim()
                    .code());
            soonest.add("D" + i);
        }
        assertEquals(soonest, claimed);
        clock.forward(Duration.ofDays(6_000));
        assertEquals(new PoolCounts(4_000, 5_000, 0, 1_000), counts("t"));
        sweep();
        assertEquals(new PoolCounts(4_000, 5_000, 0, 1_000), counts("t"));
        assertEquals("D6001", claimed("t", "next"));
    }
}
