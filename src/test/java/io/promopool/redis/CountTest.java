package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.CodeFilter;
import io.promopool.pool.Expiration;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.TypeCounts;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountTest extends PoolCase {
    @Test
    void a_type_and_each_of_its_lots_count_every_state() {
        load(
                PLAIN,
                row("A").type("t").discount(5).expires(Duration.ofDays(1)),
                row("B").type("t").discount(5).expires(Duration.ofDays(1)),
                row("C").type("t").discount(5).expires(Duration.ofDays(1)),
                row("D").type("t"),
                row("E").type("t"));
        claimed("t", "k");
        pool.setInUse("B", true);
        pool.setInUse("E", true);
        assertEquals(new PoolCounts(2, 1, 2, 0), counts("t"));

        clock.forward(Duration.ofDays(2));

        assertEquals(new PoolCounts(1, 1, 2, 1), counts("t"));
        assertEquals(5, counts("t").total());
        assertEquals(
                List.of(
                        new LotCounts(new Lot("t", 5, in(Duration.ofDays(1))), new PoolCounts(0, 1, 1, 1)),
                        new LotCounts(new Lot("t", 0, Expiration.NEVER), new PoolCounts(1, 0, 1, 0))),
                pool.lots("t", Optional.empty(), 10).items());
    }

    @Test
    void a_count_has_the_codes_that_such_a_claim_could_get() {
        for (int day = 1; day <= 9; day++) {
            load(row("A" + day).type("t").discount(day % 2).expires(Duration.ofDays(day)));
        }
        add("t", "never");
        for (int days = 0; days <= 10; days++) {
            int atLeast = days;
            long odd = IntStream.rangeClosed(1, 9)
                    .filter(d -> d % 2 == 1 && d > atLeast)
                    .count();
            long all = IntStream.rangeClosed(1, 9).filter(d -> d > atLeast).count() + 1;
            assertEquals(OptionalLong.of(all), pool.count(new CodeFilter("t", OptionalInt.empty(), days)));
            assertEquals(OptionalLong.of(odd), pool.count(new CodeFilter("t", OptionalInt.of(1), days)));
        }
        assertEquals(OptionalLong.of(0), pool.count(new CodeFilter("t", OptionalInt.of(99), 0)));
        assertEquals(OptionalLong.empty(), pool.count(new CodeFilter("unknown", OptionalInt.empty(), 0)));
    }

    @Test
    void all_types_are_listed_by_name() {
        add("b", "B");
        add("a", "A");
        add("Свято 😀", "C");
        assertEquals(
                List.of("a", "b", "Свято 😀"),
                pool.types().stream().map(TypeCounts::type).toList());
        assertTrue(pool.type("c").isEmpty());
    }

    @Test
    void lots_are_paged_in_the_order_of_their_dates_also_while_lots_are_added() {
        for (int day = 1; day <= 7; day++) {
            load(row("A" + day).type("t").expires(Duration.ofDays(day)));
        }
        Page<LotCounts> first = pool.lots("t", Optional.empty(), 3);
        load(row("early").type("t").expires(Duration.ofHours(1)));
        List<LotCounts> seen = new ArrayList<>(first.items());
        Optional<String> cursor = first.cursor();
        while (cursor.isPresent()) {
            Page<LotCounts> page = pool.lots("t", cursor, 3);
            seen.addAll(page.items());
            cursor = page.cursor();
        }
        assertEquals(7, seen.size());
        for (int day = 1; day <= 7; day++) {
            assertEquals(in(Duration.ofDays(day)), seen.get(day - 1).lot().expiration());
        }
        assertThrows(InvalidFieldException.class, () -> pool.lots("t", Optional.of("x"), 3));
        assertEquals(List.of(), pool.lots("unknown", Optional.empty(), 3).items());
    }
}
