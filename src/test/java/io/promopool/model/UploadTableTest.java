package io.promopool.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.RowOutcome.Rejected;
import io.promopool.pool.UploadRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTableTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private Instant now = START;
    private final ModelPool pool = new ModelPool(() -> now);

    /**
     * The code is of type t, discount 5, with a date one day ahead (one day past if it is expired). An empty cell is an
     * omitted field. Dates are in hours from the code's own date.
     */
    @ParameterizedTest
    @CsvSource({
        // state, type, discount, hours, inUse, reactivate, outcome, then state/discount/hours
        "new,        , 7, 1, false, false, type,           -",
        "new,       t, 7, 1, false, false, ADDED,          AVAILABLE/7/1",
        "new,       t,  ,  ,      , false, ADDED,          AVAILABLE/0/never",
        "new,       t, 7, -24, false, false, expirationDate, -",
        "new,       t, 7, -24, true, false, ADDED,         RETIRED/7/-24",
        "available, t, 5, 0, false, false, UNCHANGED,      AVAILABLE/5/0",
        "available,  ,  ,  ,      , false, UNCHANGED,      AVAILABLE/5/0",
        "available,  , 7,  ,      , false, UPDATED,        AVAILABLE/7/0",
        "available,  ,  , 1, false, false, UPDATED,        AVAILABLE/5/1",
        "available,  ,  , -24, false, false, expirationDate, AVAILABLE/5/0",
        "available,  , 7, -24, true, false, RETIRED,       RETIRED/5/0",
        "available, u, 5, 0, true, false, type,            AVAILABLE/5/0",
        "expired,    ,  ,  ,      , false, UNCHANGED,      EXPIRED/5/0",
        "expired,    , 7, 1, false, false, UNCHANGED,      EXPIRED/5/0",
        "expired,    , 7, 25, false, false, UPDATED,       AVAILABLE/7/25",
        "expired,    , 7, 25, true, false, RETIRED,        RETIRED/5/0",
        "expired,   u, 7, 25, false, false, type,          EXPIRED/5/0",
        "retired,    , 7, 1,      , false, UNCHANGED,      RETIRED/5/0",
        "retired,    , 7, 1,      , true, UNCHANGED,       RETIRED/5/0",
        "retired,    , 7, 1, true, true, UNCHANGED,        RETIRED/5/0",
        "retired,    , 7, 1, false, false, inUse,          RETIRED/5/0",
        "retired,    , 7, 1, false, true, REACTIVATED,     AVAILABLE/7/1",
        "retired,    ,  , -24, false, true, expirationDate, RETIRED/5/0",
        "retired,   u,  ,  , false, true, type,            RETIRED/5/0",
        "claimed,    , 7, 1,      , true, UNCHANGED,       CLAIMED/5/0",
        "claimed,    , 7, 1, true, true, UNCHANGED,        CLAIMED/5/0",
        "claimed,    , 7, 1, false, true, inUse,           CLAIMED/5/0",
        "claimed,   u,  ,  , true, true, type,             CLAIMED/5/0",
    })
    void every_row_of_the_table_holds(
            String state,
            String type,
            Integer discount,
            Integer hours,
            Boolean inUse,
            boolean reactivate,
            String outcome,
            String after) {
        prepare(state);
        UploadRow row = new UploadRow(
                1,
                "c",
                Optional.ofNullable(type),
                discount == null ? OptionalInt.empty() : OptionalInt.of(discount),
                Optional.ofNullable(hours).map(UploadTableTest::date),
                Optional.ofNullable(inUse));
        Optional<PromoCode> before = pool.find("c");
        assertEquals(outcome, load(row, new LoadMode(true, reactivate)));
        assertEquals(before, pool.find("c"), "a dry run changes nothing");
        assertEquals(outcome, load(row, new LoadMode(false, reactivate)));
        assertEquals(after, pool.find("c").map(UploadTableTest::print).orElse("-"));
    }

    @Test
    void a_row_sees_the_rows_before_it_also_in_a_dry_run() {
        UploadRow row =
                new UploadRow(1, "c", Optional.of("t"), OptionalInt.empty(), Optional.empty(), Optional.empty());
        List<UploadRow> twice = List.of(row, row);
        assertEquals(
                List.of(RowOutcome.Accepted.ADDED, RowOutcome.Accepted.UNCHANGED),
                pool.load(twice, new LoadMode(true, false)));
        assertEquals(
                List.of(RowOutcome.Accepted.ADDED, RowOutcome.Accepted.UNCHANGED),
                pool.load(twice, new LoadMode(false, false)));
    }

    private void prepare(String state) {
        if (state.equals("new")) {
            return;
        }
        UploadRow row = new UploadRow(
                1,
                "c",
                Optional.of("t"),
                OptionalInt.of(5),
                Optional.of(date(0)),
                Optional.of(state.equals("retired")));
        assertEquals("ADDED", load(row, new LoadMode(false, false)));
        if (state.equals("claimed")) {
            pool.forceClaim(new ClaimRequest(new CodeFilter("t", OptionalInt.empty(), 0), "k"), "c");
        }
        if (state.equals("expired")) {
            now = START.plusSeconds(2 * 86_400);
        }
    }

    private String load(UploadRow row, LoadMode mode) {
        RowOutcome judged = pool.load(List.of(row), mode).get(0);
        return judged instanceof Rejected rejected ? rejected.field() : judged.toString();
    }

    private static Expiration date(int hours) {
        return new Expiration(START.plusSeconds(86_400 + hours * 3_600L).getEpochSecond());
    }

    private static String print(PromoCode code) {
        Expiration date = code.lot().expiration();
        String hours = date.isNever() ? "never" : "" + (date.epochSecond() - date(0).epochSecond()) / 3_600;
        return code.state() + "/" + code.lot().discount() + "/" + hours;
    }
}
