package io.promopool.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.pool.StockHistory.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimRateTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final long MINUTE = NOW.getEpochSecond() / 60;

    private static ClaimRate rate(long total, Sample... samples) {
        return new ClaimRate(List.of(samples), total, NOW);
    }

    private static Sample ago(long minutes, long total) {
        return new Sample(MINUTE - minutes, total);
    }

    @Test
    void a_type_that_was_never_recorded_has_no_rate() {
        ClaimRate rate = rate(100);
        assertEquals(0, rate.lastHour());
        assertEquals(0, rate.lastDay());
        assertEquals(Optional.empty(), rate.runsOutByHour(100));
        assertEquals(List.of(0L, 0L, 0L), rate.lastMinutes(3));
    }

    @Test
    void the_last_hour_and_the_last_day_are_what_was_claimed_since() {
        ClaimRate rate = rate(500, ago(1_440, 100), ago(300, 200), ago(60, 300), ago(5, 450));
        assertEquals(200, rate.lastHour());
        assertEquals(400, rate.lastDay());
    }

    @Test
    void a_total_holds_until_the_next_record() {
        ClaimRate rate = rate(500, ago(200, 300), ago(10, 300), ago(9, 450));
        assertEquals(200, rate.lastHour());
        assertEquals(List.of(150L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 50L), rate.lastMinutes(10));
    }

    @Test
    void a_type_runs_out_when_its_available_codes_are_claimed_at_that_rate() {
        ClaimRate rate = rate(700, ago(1_440, 100), ago(60, 400));
        assertEquals(NOW.plus(Duration.ofHours(2)), rate.runsOutByHour(600).orElseThrow());
        assertEquals(NOW.plus(Duration.ofHours(24)), rate.runsOutByDay(600).orElseThrow());
        assertEquals(Optional.empty(), rate.runsOutByHour(0), "the type is out of stock");
    }

    @Test
    void the_rate_of_a_type_that_is_known_for_less_than_an_hour_is_over_that_time() {
        assertEquals(
                NOW.plus(Duration.ofMinutes(30)),
                rate(100, ago(30, 0)).runsOutByHour(100).orElseThrow());
        assertEquals(
                NOW.plus(Duration.ofMinutes(10)),
                rate(100, ago(1, 0)).runsOutByHour(100).orElseThrow(),
                "a burst of one minute counts as ten minutes");
    }

    @Test
    void a_date_in_the_far_future_is_bounded() {
        assertEquals(
                NOW.plus(Duration.ofDays(3_650)),
                rate(1, ago(60, 0)).runsOutByHour(1_000_000_000).orElseThrow());
    }
}
