package io.promopool.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.Alert;
import io.promopool.pool.AlertState;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.StorageFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertScheduleTest {
    private static final AlertSettings SETTINGS = new AlertSettings(
            500, 50, new AlertSettings.Expiring(100, 7), Duration.ofHours(24), Optional.empty(), Optional.empty());

    private StorageFixture fixture;
    private StockMonitor stocks;
    private AlertSchedule schedule;
    private int claims;

    @BeforeEach
    void open() {
        fixture = new StorageFixture();
        stocks = new StockMonitor(fixture.storage.stockHistory(), SETTINGS.levels(), fixture.clock);
        schedule = schedule(stocks);
    }

    private AlertSchedule schedule(StockMonitor monitor) {
        return new AlertSchedule(
                fixture.storage.alertLog(), fixture.storage.alertLevels(), monitor, SETTINGS, fixture.clock);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void add(String type, int count, Optional<Expiration> expiration) {
        List<UploadRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new UploadRow(1, type + i, Optional.of(type), OptionalInt.empty(), expiration, Optional.empty()));
        }
        for (int from = 0; from < count; from += 500) {
            fixture.storage
                    .pool()
                    .load(rows.subList(from, Math.min(count, from + 500)), new LoadMode(false, false))
                    .join();
        }
    }

    private void claim(String type, int count) {
        List<ClaimRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(new ClaimRequest(new CodeFilter(type, OptionalInt.empty(), 0), "k" + claims++));
        }
        fixture.storage.pool().claim(requests).forEach(future -> future.join());
    }

    private List<Alert.Kind> kinds() {
        return fixture.storage.alertLog().last(100).stream().map(Alert::kind).toList();
    }

    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            fixture.clock.forward(Duration.ofMinutes(1));
            schedule.run();
        }
    }

    @Test
    void a_type_that_runs_out_within_a_day_alerts_once_and_says_when() {
        add("t", 3_000, Optional.empty());
        schedule.run();
        minutes(59);
        assertEquals(List.of(), kinds());
        claim("t", 200);
        minutes(1);

        Alert alert = fixture.storage.alertLog().last(1).get(0);
        assertEquals(Alert.Kind.RUNNING_OUT, alert.kind());
        assertEquals(2_800, alert.available());
        assertEquals(
                fixture.clock.instant().plus(Duration.ofHours(14)), alert.by().orElseThrow());
        minutes(5);
        assertEquals(1, kinds().size());
    }

    @Test
    void it_alerts_again_after_the_forecast_had_improved() {
        add("t", 3_000, Optional.empty());
        schedule.run();
        minutes(59);
        claim("t", 200);
        minutes(1);
        minutes(70);
        assertEquals(1, kinds().size(), "nothing was claimed in the last hour");
        claim("t", 200);
        minutes(1);
        assertEquals(List.of(Alert.Kind.RUNNING_OUT, Alert.Kind.RUNNING_OUT), kinds());
    }

    @Test
    void a_service_that_was_started_again_knows_the_rate_and_does_not_repeat_the_alert() {
        add("t", 3_000, Optional.empty());
        schedule.run();
        minutes(59);
        claim("t", 200);
        minutes(1);
        StockMonitor monitorOfAnother =
                new StockMonitor(fixture.storage.stockHistory(), SETTINGS.levels(), fixture.clock);
        schedule = schedule(monitorOfAnother);
        minutes(2);
        assertEquals(200, monitorOfAnother.forecasts().get(0).claimedLastHour());
        assertEquals(1, kinds().size());
    }

    @Test
    void a_lot_with_many_codes_that_expires_within_a_week_alerts() {
        Instant soon = fixture.clock.instant().plus(Duration.ofDays(7));
        add("few", 99, Optional.of(new Expiration(soon.getEpochSecond())));
        add("many", 100, Optional.of(new Expiration(soon.getEpochSecond())));
        schedule.run();
        minutes(3);
        assertEquals(List.of(Alert.Kind.EXPIRING), kinds());
        assertEquals("many", fixture.storage.alertLog().last(1).get(0).type());
    }

    @Test
    void the_first_run_stores_the_levels_of_the_service() {
        schedule.run();
        add("t", 51, Optional.empty());
        claim("t", 1);
        assertEquals(List.of(Alert.Kind.ALARM), kinds(), "the stock was never above 500");
    }

    @Test
    void a_forecast_has_the_state_of_a_type_and_is_read_once_a_second() {
        add("t", 51, Optional.empty());
        assertEquals(AlertState.WARNING, stocks.forecasts().get(0).state());
        claim("t", 2);
        assertEquals(51, stocks.forecasts().get(0).stock().counts().available());
        fixture.clock.forward(Duration.ofSeconds(1));
        assertEquals(AlertState.ALARM, stocks.forecasts().get(0).state());
        assertEquals(49, stocks.forecasts().get(0).stock().counts().available());
    }

    @Test
    void the_minutes_of_a_type_are_those_in_which_its_codes_were_claimed() {
        add("t", 100, Optional.empty());
        schedule.run();
        minutes(2);
        claim("t", 5);
        minutes(1);
        minutes(3);
        claim("t", 7);
        fixture.clock.forward(Duration.ofSeconds(2));
        List<Long> minutes = stocks.claimedByMinute("t", 60).orElseThrow();
        assertEquals(60, minutes.size());
        assertEquals(12, minutes.stream().mapToLong(Long::longValue).sum(), minutes.toString());
        assertTrue(minutes.subList(55, 60).contains(5L), minutes.toString());
        assertEquals(7, minutes.get(59), minutes.toString());
    }
}
