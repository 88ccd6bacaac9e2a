package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a row of an upload does: the table in the manual, line by line. */
class LoadTest extends PoolCase {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PAST = DAY.negated();

    @Nested
    class A_new_code {
        @Test
        void is_added_to_its_lot() {
            assertEquals(
                    "added", load(row("A").type("t").discount(5).expires(DAY).inUse(false)));
            assertEquals(new Lot("t", 5, in(DAY)), pool.find("A").orElseThrow().lot());
            assertEquals(CodeState.AVAILABLE, state("A"));
        }

        @Test
        void gets_discount_0_and_never_expires_unless_the_row_says_otherwise() {
            assertEquals("added", load(row("A").type("t")));
            assertEquals(
                    new Lot("t", 0, Expiration.NEVER),
                    pool.find("A").orElseThrow().lot());
        }

        @Test
        void needs_a_type() {
            assertEquals("rejected: type", load(row("A")));
            assertTrue(pool.find("A").isEmpty());
        }

        @Test
        void whose_date_is_past_is_rejected() {
            assertEquals("rejected: expirationDate", load(row("A").type("t").expires(PAST)));
            assertEquals("rejected: expirationDate", load(row("A").type("t").expires(Duration.ZERO)));
            assertTrue(pool.types().isEmpty());
        }

        @Test
        void that_is_in_use_is_added_as_retired_whatever_its_date() {
            assertEquals("added", load(row("A").type("t").inUse(true)));
            assertEquals("added", load(row("B").type("t").inUse(true).expires(PAST)));
            assertEquals(new PoolCounts(0, 0, 2, 0), counts("t"));
        }
    }

    @Nested
    class An_available_code {
        @Test
        void in_the_same_lot_is_unchanged() {
            load(row("A").type("t").discount(5).expires(DAY));
            assertEquals(
                    "unchanged",
                    load(row("A").type("t").discount(5).expires(DAY).inUse(false)));
            assertEquals("unchanged", load(row("A")));
            assertEquals(List.of("A"), raw.list("1"));
        }

        @Test
        void moves_to_another_discount_or_date_and_keeps_what_the_row_omits() {
            load(row("A").type("t").discount(5).expires(DAY));
            assertEquals("updated", load(row("A").discount(6)));
            assertEquals(new Lot("t", 6, in(DAY)), pool.find("A").orElseThrow().lot());
            assertEquals("updated", load(row("A").expires(Expiration.NEVER)));
            assertEquals(
                    new Lot("t", 6, Expiration.NEVER),
                    pool.find("A").orElseThrow().lot());
            assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));
        }

        @Test
        void does_not_move_to_a_past_date() {
            load(row("A").type("t").expires(DAY));
            assertEquals("rejected: expirationDate", load(row("A").expires(PAST)));
            assertEquals(CodeState.AVAILABLE, state("A"));
        }

        @Test
        void is_retired_and_stays_in_its_lot() {
            load(row("A").type("t").discount(5).expires(DAY));
            assertEquals("retired", load(row("A").discount(9).expires(PAST).inUse(true)));
            assertEquals(new Lot("t", 5, in(DAY)), pool.find("A").orElseThrow().lot());
            assertEquals(CodeState.RETIRED, state("A"));
        }
    }

    @Nested
    class An_expired_code {
        @Test
        void becomes_available_again_by_a_date_in_the_future_or_never() {
            load(PLAIN, row("A").type("t").expires(DAY), row("B").type("t").expires(DAY));
            clock.forward(DAY);
            assertEquals("updated", load(row("A").expires(DAY.multipliedBy(2))));
            assertEquals("updated", load(row("B").expires(Expiration.NEVER)));
            assertEquals(new PoolCounts(2, 0, 0, 0), counts("t"));
            assertEquals("A", claimed("t", "1"));
            assertEquals("B", claimed("t", "2"));
        }

        @Test
        void is_unchanged_by_any_other_row() {
            load(row("A").type("t").expires(DAY));
            clock.forward(DAY);
            assertEquals("unchanged", load(row("A").type("t").inUse(false)));
            assertEquals("unchanged", load(row("A").expires(PAST)));
            assertEquals("unchanged", load(row("A").discount(9)));
            assertEquals(CodeState.EXPIRED, state("A"));
        }

        @Test
        void is_retired() {
            load(row("A").type("t").expires(DAY));
            clock.forward(DAY);
            assertEquals("retired", load(row("A").inUse(true)));
            assertEquals(new PoolCounts(0, 0, 1, 0), counts("t"));
        }
    }

    @Nested
    class A_retired_code {
        @Test
        void is_not_made_available_unless_requested() {
            load(row("A").type("t").inUse(true));
            assertEquals("rejected: inUse", load(row("A").inUse(false)));
            assertEquals(CodeState.RETIRED, state("A"));
        }

        @Test
        void is_made_available_in_the_rows_lot_if_requested() {
            load(row("A").type("t").inUse(true));
            assertEquals(
                    List.of("reactivated"),
                    load(REACTIVATE, row("A").inUse(false).discount(7).expires(DAY)));
            assertEquals(new Lot("t", 7, in(DAY)), pool.find("A").orElseThrow().lot());
            assertEquals("A", claimed("t", "k"));
        }

        @Test
        void is_not_made_available_with_a_past_date() {
            load(
                    PLAIN,
                    row("A").type("t").inUse(true),
                    row("B").type("t").inUse(true).expires(PAST));
            assertEquals(
                    List.of("rejected: expirationDate", "rejected: expirationDate"),
                    load(REACTIVATE, row("A").inUse(false).expires(PAST), row("B").inUse(false)));
        }

        @Test
        void is_unchanged_if_the_row_says_in_use_or_nothing() {
            load(row("A").type("t").inUse(true));
            assertEquals("unchanged", load(row("A").discount(9).inUse(true)));
            assertEquals("unchanged", load(row("A").type("t")));
            assertEquals(List.of("unchanged"), load(REACTIVATE, row("A").type("t")));
            assertEquals(
                    new Lot("t", 0, Expiration.NEVER),
                    pool.find("A").orElseThrow().lot());
        }
    }

    @Nested
    class A_claimed_code {
        @Test
        void is_never_made_available_again() {
            add("t", "A");
            claimed("t", "k");
            assertEquals("rejected: inUse", load(row("A").inUse(false)));
            assertEquals(
                    List.of("rejected: inUse"),
                    load(REACTIVATE, row("A").inUse(false).expires(DAY)));
            assertEquals(CodeState.CLAIMED, state("A"));
        }

        @Test
        void is_unchanged_if_the_row_says_in_use_or_nothing() {
            add("t", "A");
            claimed("t", "k");
            assertEquals("unchanged", load(row("A").discount(9).inUse(true)));
            assertEquals("unchanged", load(row("A").type("t")));
        }
    }

    @Test
    void a_code_of_another_type_is_rejected_in_any_state() {
        add("t", "available", "claimed", "retired");
        claimed("t", "k");
        pool.setInUse("retired", true);
        for (String code : List.of("available", "claimed", "retired")) {
            assertEquals("rejected: type", load(row(code).type("u").inUse(false)));
            assertEquals("rejected: type", load(row(code).type("u").inUse(true)));
        }
        List<RowOutcome> said =
                pool.load(List.of(row("claimed").type("u").row()), PLAIN).join();
        assertTrue(((RowOutcome.Rejected) said.get(0)).reason().contains("differs from the code's type, t;"));
    }

    @Test
    void a_row_sees_the_rows_before_it() {
        assertEquals(
                List.of("added", "unchanged", "updated", "retired", "rejected: inUse", "rejected: type"),
                load(
                        PLAIN,
                        row("A").type("t"),
                        row("A").type("t"),
                        row("A").discount(5),
                        row("A").inUse(true),
                        row("A").inUse(false),
                        row("A").type("u")));
        assertEquals(new PoolCounts(0, 0, 1, 0), counts("t"));
    }

    @Test
    void a_code_that_moves_there_and_back_in_one_chunk_is_handed_out_once() {
        load(
                REACTIVATE,
                row("A").type("t").discount(1),
                row("A").discount(2),
                row("A").discount(1),
                row("A").inUse(true),
                row("A").inUse(false));
        assertEquals("A", claimed("t", "1"));
        assertEquals(new PoolCounts(0, 1, 0, 0), counts("t"));
    }

    @Test
    void a_dry_run_judges_each_row_as_an_upload_would_and_changes_nothing() {
        add("t", "A");
        assertEquals(
                List.of(
                        "unchanged",
                        "updated",
                        "retired",
                        "added",
                        "unchanged",
                        "rejected: type",
                        "rejected: expirationDate"),
                load(
                        DRY_RUN,
                        row("A"),
                        row("A").discount(5),
                        row("A").inUse(true),
                        row("B").type("new"),
                        row("B").type("new"),
                        row("C"),
                        row("C").type("t").expires(PAST)));
        assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));
        assertEquals(1, pool.types().size());
        assertTrue(pool.find("B").isEmpty());
        assertEquals("added", load(row("B").type("new")));
    }

    @Test
    void sending_a_file_again_hands_out_nothing_twice_and_frees_nothing() {
        Row[] file = {
            row("A").type("t"),
            row("B").type("t"),
            row("C").type("t"),
            row("D").type("t").inUse(true)
        };
        assertEquals(List.of("added", "added", "added", "added"), load(PLAIN, file));
        assertEquals("A", claimed("t", "k"));
        pool.setInUse("B", true);

        assertEquals(List.of("unchanged", "unchanged", "unchanged", "unchanged"), load(PLAIN, file));

        assertEquals(new PoolCounts(1, 1, 2, 0), counts("t"));
        assertEquals("C", claimed("t", "l"));
    }

    @Test
    void rows_of_many_lots_are_loaded_in_their_order_too() {
        Row[] rows = new Row[500];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row("C" + i % 400).type("t").discount(i % 100).expires(Duration.ofDays(1 + i));
        }
        List<String> outcomes = load(PLAIN, rows);
        assertEquals(Collections.nCopies(400, "added"), outcomes.subList(0, 400));
        assertEquals(Collections.nCopies(100, "updated"), outcomes.subList(400, 500));
        assertEquals(Collections.nCopies(100, "unchanged"), load(DRY_RUN, rows).subList(400, 500));
        assertEquals(
                new Lot("t", 99, in(Duration.ofDays(500))),
                pool.find("C99").orElseThrow().lot());
    }

    @Test
    void a_load_accepts_no_rows_and_not_more_than_its_limit() {
        assertEquals(List.of(), pool.load(List.of(), PLAIN).join());
        List<UploadRow> tooMany = Collections.nCopies(501, row("A").type("t").row());
        assertThrows(IllegalArgumentException.class, () -> pool.load(tooMany, PLAIN));
    }
}
