package io.promopool.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.alerts.StockMonitor.ClaimedByMinute;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.StorageFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims are recorded at the end of each minute, and read at any time. */
class StockMonitorTest {
    private StorageFixture fixture;
    private StockMonitor stocks;
    private int claims;

    @BeforeEach
    void open() {
        fixture = new StorageFixture();
        stocks = new StockMonitor(fixture.storage.stockHistory(), new AlertLevels(500, 50), fixture.clock);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void add(String type, int count) {
        List<UploadRow> rows = IntStream.range(0, count)
                .mapToObj(i -> new UploadRow(
                        1, type + i, Optional.of(type), OptionalInt.empty(), Optional.empty(), Optional.empty()))
                .toList();
        fixture.storage.pool().load(rows, new LoadMode(false, false)).join();
    }

    private void claim(String type, int count) {
        IntStream.range(0, count)
                .mapToObj(i -> new ClaimRequest(new CodeFilter(type, OptionalInt.empty(), 0), "k" + claims++))
                .forEach(request ->
                        fixture.storage.pool().claim(List.of(request)).forEach(future -> future.join()));
    }

    private void seconds(long seconds) {
        fixture.clock.forward(Duration.ofSeconds(seconds));
    }

    /** Moves to the end of the minute, and records the claims. */
    private void endOfMinute() {
        long second = fixture.clock.instant().getEpochSecond() % 60;
        seconds(60 - second);
        stocks.recordClaimed();
    }

    private List<Long> lastMinutes(String type) {
        seconds(1); // so that the stock is read again
        List<Long> minutes = stocks.claimedByMinute(type, 60).orElseThrow();
        return minutes.subList(57, 60);
    }

    @Test
    void a_claim_is_counted_in_the_minute_in_which_it_was_made() {
        add("t", 100);
        stocks.recordClaimed();
        endOfMinute();
        seconds(30);
        claim("t", 3);
        endOfMinute();
        claim("t", 5);
        assertEquals(List.of(0L, 3L, 5L), lastMinutes("t"));
        endOfMinute();
        assertEquals(List.of(3L, 5L, 0L), lastMinutes("t"));
    }

    @Test
    void the_first_claims_of_a_new_type_count_too() {
        stocks.recordClaimed();
        endOfMinute();
        seconds(10);
        add("new", 100);
        claim("new", 7);
        endOfMinute();
        assertEquals(List.of(0L, 7L, 0L), lastMinutes("new"));
        assertEquals(7, stocks.forecasts().get(0).claimedLastHour());
    }

    @Test
    void claims_in_the_minute_in_which_the_service_was_started_count() {
        seconds(40);
        stocks.recordClaimed();
        add("first", 3);
        claim("first", 1);
        endOfMinute();
        assertEquals(1, stocks.forecasts().get(0).claimedLastHour());
        assertEquals(List.of(0L, 1L, 0L), lastMinutes("first"));
    }

    @Test
    void a_reading_at_the_start_of_a_minute_does_not_hide_what_is_recorded_a_moment_later() {
        stocks.recordClaimed();
        endOfMinute();
        add("t", 10);
        claim("t", 2);
        long second = fixture.clock.instant().getEpochSecond() % 60;
        seconds(60 - second);
        stocks.forecasts();
        stocks.recordClaimed();
        seconds(1);
        assertEquals(2, stocks.forecasts().get(0).claimedLastHour());
    }

    @Test
    void claims_before_the_service_was_started_do_not_count_as_new() {
        add("t", 100);
        claim("t", 7);
        stocks.recordClaimed();
        endOfMinute();
        claim("t", 1);
        assertEquals(List.of(0L, 0L, 1L), lastMinutes("t"));
    }

    @Test
    void the_history_of_all_types_leaves_out_types_without_claims() {
        add("a", 10);
        add("b", 10);
        stocks.recordClaimed();
        endOfMinute();
        claim("b", 2);
        List<ClaimedByMinute> claimed = stocks.claimedByMinute(60);
        assertEquals(1, claimed.size());
        assertEquals("b", claimed.get(0).type());
        assertEquals(2, claimed.get(0).claimed());
        assertEquals(
                stocks.claimedByMinute("b", 60).orElseThrow(), claimed.get(0).byMinute());
    }
}
