package io.promopool.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.Stock;
import io.promopool.pool.StockHistory;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedLookTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
    private final SlowHistory history = new SlowHistory();
    private final StockMonitor monitor = new StockMonitor(history, new AlertLevels(5, 2), clock);

    @Test
    void callers_within_a_second_share_one_reading() {
        assertEquals("t", monitor.forecasts().get(0).stock().type());
        clock.forward(Duration.ofMillis(500));
        monitor.forecasts();
        assertEquals(1, history.readings);
        clock.forward(Duration.ofMillis(500));
        monitor.forecasts();
        assertEquals(2, history.readings);
    }

    @Test
    void callers_that_wait_for_a_reading_that_fails_share_the_failure() {
        history.away = true;
        assertThrows(StorageException.class, monitor::forecasts);
        assertThrows(StorageException.class, monitor::forecasts);
        assertEquals(1, history.readings, "the second starts when the reading ends");

        history.away = false;
        clock.forward(Duration.ofSeconds(1));
        assertEquals("t", monitor.forecasts().get(0).stock().type());
    }

    /** Takes two seconds to find out that the storage is unavailable. */
    private final class SlowHistory implements StockHistory {
        private boolean away;
        private int readings;

        @Override
        public List<Stock> stocks() {
            readings++;
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
