package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.Stock;
import io.promopool.pool.Stock.Expiring;
import io.promopool.pool.StockHistory;
import io.promopool.pool.StockHistory.AvailableLot;
import io.promopool.pool.StockHistory.Sample;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StockHistoryTest extends PoolCase {
    private static final long NOW = START.getEpochSecond() / 60;

    private RedisStorage storage;
    private StockHistory stocks;

    @BeforeEach
    void openHistory() {
        storage = openStorage(clock, Duration.ofSeconds(10));
        stocks = storage.stockHistory();
    }

    @Test
    void a_stock_has_the_counts_the_next_date_and_the_levels_of_each_type() {
        add("b", "B1", "B2");
        claimed("b", "k");
        load(row("A1").type("a").expires(Duration.ofDays(1)));
        load(row("A2").type("a").expires(Duration.ofDays(1)));
        load(row("A3").type("a").expires(Duration.ofHours(1)));
        clock.forward(Duration.ofHours(2));
        storage.alertLevels().setLevels("b", OptionalInt.empty(), new AlertLevels(9, 3));

        assertEquals(
                List.of(
                        new Stock(
                                "a",
                                new PoolCounts(2, 0, 0, 1),
                                Optional.empty(),
                                Optional.of(new Expiring(in(Duration.ofDays(1)), 2))),
                        new Stock(
                                "b", new PoolCounts(1, 1, 0, 0), Optional.of(new AlertLevels(9, 3)), Optional.empty())),
                stocks.stocks());
    }

    @Test
    void the_next_lots_of_types_are_those_that_are_claimed_first() {
        load(row("N").type("a"));
        load(row("D3").type("a").discount(5).expires(Duration.ofDays(3)));
        load(row("D2").type("a").expires(Duration.ofDays(2)));
        load(row("past").type("a").expires(Duration.ofHours(1)));
        load(row("also 3").type("a").discount(5).expires(Duration.ofDays(3)));
        load(row("B").type("b").expires(Duration.ofDays(2)));
        claimed("b", "k");
        clock.forward(Duration.ofHours(2));

        Lot soonest = new Lot("a", 0, in(Duration.ofDays(2)));
        Lot next = new Lot("a", 5, in(Duration.ofDays(3)));
        Lot last = new Lot("a", 0, Expiration.NEVER);
        assertEquals(
                List.of(new AvailableLot(soonest, 1), new AvailableLot(next, 2), new AvailableLot(last, 1)),
                stocks.nextLots(List.of("b", "none", "a"), 5));
        assertEquals(List.of(new AvailableLot(soonest, 1)), stocks.nextLots(List.of("a"), 1));
    }

    @Test
    void more_types_than_one_call_takes_are_all_read() {
        for (int i = 0; i < 205; i++) {
            add("t" + i, "C" + i);
        }
        assertEquals(205, stocks.stocks().size());
        assertEquals(
                205,
                stocks.nextLots(stocks.stocks().stream().map(Stock::type).toList(), 2)
                        .size());
    }

    @Test
    void samples_are_kept_by_the_minute_for_an_hour_and_by_the_quarter_for_a_day() {
        add("t", "A");
        add("other", "B");
        for (long minute = NOW - 3_000; minute <= NOW; minute++) {
            stocks.recordClaimed(minute, Map.of("t", minute, "unknown", 1L));
        }
        List<Sample> samples =
                stocks.claimedSamples(List.of("t", "other", "unknown")).get("t");

        for (long minute = NOW - 60; minute <= NOW; minute++) {
            assertEquals(true, samples.contains(new Sample(minute, minute)));
        }
        for (long minute = NOW - StockHistory.HISTORY_MINUTES + 15; minute < NOW - 60; minute += 15) {
            long quarter = minute / 15;
            assertEquals(
                    1,
                    samples.stream()
                            .filter(sample -> sample.minute() / 15 == quarter)
                            .map(Sample::total)
                            .limit(1)
                            .count());
        }
        assertEquals(true, samples.get(0).minute() >= NOW - StockHistory.HISTORY_MINUTES);
        assertEquals(List.of(), stocks.claimedSamples(List.of("other")).get("other"));
        assertEquals(true, server.raw().hlen("pp:{0}:history:1") < 200, "it does not grow");
    }
}
