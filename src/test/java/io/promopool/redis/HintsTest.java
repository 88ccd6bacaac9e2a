package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.PoolCounts;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** An entry in a list is only a hint: these sequences would lose a code, or hand one out twice, if it were more. */
class HintsTest extends PoolCase {
    @Test
    void a_code_is_retired_then_a_claim_pops_its_hint_then_it_is_available_again() {
        add("t", "A", "B", "C");
        pool.setInUse("A", true);
        assertEquals("B", claimed("t", "1"));
        assertEquals(List.of("C"), raw.list("1"));

        pool.setInUse("A", false);

        assertEquals(Set.of("A", "C"), Set.of(claimed("t", "2"), claimed("t", "3")));
    }

    @Test
    void the_last_code_of_a_lot_is_retired_then_available_again() {
        add("t", "A");
        pool.setInUse("A", true);
        assertEquals(List.of(), raw.list("1"));
        pool.setInUse("A", false);
        assertEquals("A", claimed("t", "1"));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "2")));
    }

    @Test
    void a_code_is_moved_from_a_lot_to_another_and_back() {
        load(PLAIN, row("A").type("t").discount(1), row("B").type("t").discount(1));
        assertEquals("updated", load(row("A").discount(2)));
        assertEquals("updated", load(row("A").discount(1)));

        assertEquals(Set.of("A", "B"), Set.of(claimed(request("t", 1, 0, "1")), claimed(request("t", 1, 0, "2"))));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "3")));
    }

    @Test
    void a_code_is_moved_then_its_old_hint_is_skipped() {
        load(PLAIN, row("A").type("t").discount(1), row("B").type("t").discount(1));
        load(row("A").discount(2));
        assertEquals("B", claimed(request("t", 1, 0, "1")));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", 1, 0, "2")));
        assertEquals("A", claimed(request("t", 2, 0, "2")));
    }

    @Test
    void toggling_a_code_a_hundred_thousand_times_does_not_grow_the_list() {
        add("t", "A", "B");
        for (int i = 0; i < 100; i++) {
            Row[] toggles = new Row[500];
            for (int j = 0; j < toggles.length; j++) {
                toggles[j] = row("A").inUse(j % 2 == 0);
            }
            load(REACTIVATE, toggles);
            load(REACTIVATE, toggles);
        }
        for (int i = 0; i < 500; i++) {
            pool.setInUse("A", i % 2 == 0);
        }
        assertEquals(Set.of("A", "B"), Set.copyOf(raw.list("1")));
        assertEquals(2, raw.list("1").size());
    }

    @Test
    void toggling_many_codes_while_others_are_claimed_does_not_grow_the_list() {
        String[] stock = new String[50];
        for (int i = 0; i < stock.length; i++) {
            stock[i] = "S" + i;
            add("t", "claimed" + i, stock[i]);
        }
        for (int round = 0; round < 20; round++) {
            for (String code : stock) {
                pool.setInUse(code, true);
            }
            claimed("t", "k" + round);
            for (String code : stock) {
                pool.setInUse(code, false);
            }
        }
        assertTrue(
                raw.list("1").size() <= 2 * stock.length,
                "hints: " + raw.list("1").size());
    }

    @Test
    void a_file_that_retires_or_moves_codes_in_their_order_leaves_no_hints() {
        Row[] rows = new Row[300];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("C" + i).type("t").discount(1);
        }
        load(PLAIN, rows);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("C" + i).discount(2);
            }
            load(PLAIN, rows);
            assertEquals(List.of(), raw.list("1"));
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("C" + i).discount(1);
            }
            load(PLAIN, rows);
            assertEquals(300, raw.list("1").size());
        }
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("C" + i).inUse(i < 299);
        }
        load(PLAIN, rows);
        assertEquals(List.of("C299"), raw.list("1"));
    }

    @Test
    void codes_that_move_to_and_fro_in_any_order_leave_one_hint_in_each_lot() {
        Row[] rows = new Row[300];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("C" + i).type("t").discount(1);
        }
        load(PLAIN, rows);
        load(row("first").type("t").discount(2));
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < rows.length; i++) {
                rows[rows.length - 1 - i] = row("C" + i).discount(round % 2 == 0 ? 2 : 1);
            }
            load(PLAIN, rows);
            raw.check();
        }
        assertTrue(
                raw.list("1").size() + raw.list("2").size() <= 2 * (rows.length + 1),
                "hints: " + raw.list("1").size() + " and " + raw.list("2").size());
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < rows.length; i++) {
            claimed.add(claimed(request("t", 1, 0, "k" + i)));
        }
        assertEquals(rows.length, claimed.size());
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", 1, 0, "k")));
        assertEquals("first", claimed(request("t", 2, 0, "k")));
    }

    @Test
    void a_retired_code_whose_old_hint_is_in_another_lot_comes_back_once() {
        load(PLAIN, row("A").type("t").discount(1), row("B").type("t").discount(1));
        load(row("B").discount(2));
        load(row("B").inUse(true));
        assertEquals(
                "reactivated",
                load(REACTIVATE, row("B").discount(1).inUse(false)).get(0));
        assertEquals(List.of("A", "B"), raw.list("1"));
        assertEquals(Set.of("A", "B"), Set.of(claimed("t", "1"), claimed("t", "2")));
    }

    @Test
    void toggling_the_only_code_of_a_lot_does_not_grow_the_list() {
        add("t", "A");
        for (int i = 0; i < 500; i++) {
            pool.setInUse("A", i % 2 == 0);
        }
        assertEquals(List.of("A"), raw.list("1"));
    }

    @Test
    void toggling_between_claims_does_not_grow_the_list() {
        add("t", "A");
        for (int i = 0; i < 100; i++) {
            add("t", "X" + i);
        }
        pool.setInUse("A", true);
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            pool.setInUse("A", false);
            pool.setInUse("A", true);
            assertTrue(claimed.add(claimed("t", "k" + i)));
        }
        pool.setInUse("A", false);
        assertEquals(List.of("A"), raw.list("1"));
        assertEquals("A", claimed("t", "last"));
    }

    @Test
    void a_lot_without_hints_is_skipped_and_does_not_hold_up_the_next() {
        load(row("A").type("t").expires(Duration.ofDays(1)));
        add("t", "B");
        server.raw().del("pp:{0}:list:1");

        assertEquals("B", claimed("t", "1"));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "2")));

        server.raw().rpush("pp:{0}:list:1", keys.hint("A"));
        assertEquals("A", claimed("t", "2"));
    }

    @Test
    void many_lots_without_hints_are_reported_and_not_searched_forever() {
        Row[] rows = new Row[200];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("C" + i).type("t").expires(Duration.ofDays(1 + i));
        }
        load(PLAIN, rows);
        Map<String, List<String>> lists = new HashMap<>();
        for (int lot = 1; lot <= rows.length; lot++) {
            lists.put("pp:{0}:list:" + lot, raw.hints("" + lot));
        }
        lists.keySet().forEach(server.raw()::del);

        CompletionException fault = assertThrows(CompletionException.class, () -> claim(request("t", "k")));

        assertTrue(fault.getMessage().contains("no hints"), fault.getMessage());
        lists.forEach((list, hints) -> server.raw().rpush(list, hints.toArray(String[]::new)));
        assertEquals("C0", claimed("t", "k"));
    }

    @Test
    void claims_behind_retired_codes_do_not_hold_up_other_types() {
        add("retired", "last");
        add("other", "A");
        String[] nowhere = new String[1_000];
        Arrays.fill(nowhere, "unknown");
        for (int i = 0; i < 150; i++) {
            server.raw().lpush("pp:{0}:list:1", nowhere);
        }
        List<CompletableFuture<ClaimOutcome>> behind = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            behind.add(pool.claim(request("retired", "r" + i)));
        }

        assertEquals("A", claimed("other", "k"));

        assertTrue(behind.stream().anyMatch(claim -> !claim.isDone()), "the other type was served first");
        long served = behind.stream()
                .filter(claim -> claim.join() instanceof ClaimOutcome.Claimed)
                .count();
        assertEquals(1, served);
    }

    @Test
    void more_stale_hints_than_one_call_looks_at_are_skipped() {
        Row[] rows = new Row[500];
        for (int chunk = 0; chunk < 10; chunk++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("R" + chunk + "-" + i).type("t");
            }
            load(PLAIN, rows);
        }
        add("t", "last");
        for (int chunk = 0; chunk < 10; chunk++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("R" + chunk + "-" + i).inUse(true);
            }
            load(PLAIN, rows);
        }
        assertEquals("last", claimed("t", "k"));
        assertEquals(new PoolCounts(0, 1, 5_000, 0), counts("t"));
    }

    @Test
    void a_lot_is_swept_a_day_after_its_date_and_counts_as_before() {
        load(
                PLAIN,
                row("A").type("t").expires(Duration.ofDays(1)),
                row("B").type("t").expires(Duration.ofDays(5)));
        clock.forward(Duration.ofHours(47));
        sweep();
        assertEquals(List.of("A"), raw.list("1"));

        clock.forward(Duration.ofHours(1));
        sweep();
        sweep();

        assertEquals(List.of(), raw.list("1"));
        assertEquals(new PoolCounts(1, 0, 0, 1), counts("t"));
        assertEquals("updated", load(row("A").expires(Duration.ofDays(9))));
        assertEquals("B", claimed("t", "1"));
        assertEquals("A", claimed("t", "2"));
    }
}
