package io.promopool.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.Stock;
import io.promopool.pool.StockHistory;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedLookTest {
    private final TestClock clock = new TestClock(Instant.parse("2030-01-01T12:00:00Z"));
    private final SlowHistory history = new SlowHistory();
    private final StockMonitor monitor = new StockMonitor(history, new AlertLevels(5, 2), clock);

    @Test
    void those_who_look_within_a_second_share_one_look() {
        assertEquals("t", monitor.forecasts().get(0).stock().type());
        clock.forward(Duration.ofMillis(500));
        monitor.forecasts();
        assertEquals(1, history.looks);
        clock.forward(Duration.ofMillis(500));
        monitor.forecasts();
        assertEquals(2, history.looks);
    }

    @Test
    void those_who_wait_behind_a_look_that_fails_do_not_each_wait_for_another() {
        history.away = true;
        assertThrows(StorageException.class, monitor::forecasts);
        assertThrows(StorageException.class, monitor::forecasts);
        assertEquals(1, history.looks, "the time that it took does not count");

        history.away = false;
        clock.forward(Duration.ofSeconds(1));
        assertEquals("t", monitor.forecasts().get(0).stock().type());
    }

    /** Takes two seconds to find out that the storage is away. */
    private final class SlowHistory implements StockHistory {
        private boolean away;
        private int looks;

        @Override
        public List<Stock> stocks() {
            looks++;
            if (away) {
                clock.forward(Duration.ofSeconds(2));
                throw new StorageException(Outcome.NONE, "no answer in time");
            }
            return List.of(new Stock("t", new PoolCounts(7, 0, 0, 0), Optional.empty(), Optional.empty()));
        }

        @Override
        public List<AvailableLot> nextLots(Collection<String> types, int limit) {
            return List.of();
        }

        @Override
        public void recordClaimed(long minute, Map<String, Long> totals) {}

        @Override
        public Map<String, List<Sample>> claimedSamples(Collection<String> types) {
            Map<String, List<Sample>> samples = new HashMap<>();
            types.forEach(type -> samples.put(type, List.of()));
            return samples;
        }
    }
}
