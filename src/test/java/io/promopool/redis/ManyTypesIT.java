package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.alerts.StockMonitor;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.StockHistory.Sample;
import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More types than commands may be in flight on a connection. */
class ManyTypesIT extends PoolCase {
    private static final int MANY = 20_500;

    @Test
    void the_claims_of_more_than_20_000_types_are_read_in_parts() {
        List<UploadRow> rows = IntStream.range(0, MANY)
                .mapToObj(i -> row("C" + i).type("t" + i).row())
                .toList();
        for (int from = 0; from < MANY; from += 500) {
            pool.load(rows.subList(from, Math.min(MANY, from + 500)), PLAIN).join();
        }
        RedisStorage storage = openStorage(clock, Duration.ofSeconds(10));
        List<String> types = IntStream.range(0, MANY).mapToObj(i -> "t" + i).toList();
        long minute = clock.instant().getEpochSecond() / 60;
        Map<String, Long> totals = new HashMap<>();
        types.forEach(type -> totals.put(type, 7L));
        storage.stockHistory().recordClaimed(minute, totals);

        Map<String, List<Sample>> samples = storage.stockHistory().claimedSamples(types);

        assertEquals(MANY, samples.size());
        samples.values().forEach(ofType -> assertEquals(List.of(new Sample(minute, 7)), ofType));
        StockMonitor monitor = new StockMonitor(storage.stockHistory(), new AlertLevels(0, 0), clock);
        assertEquals(MANY, monitor.forecasts().size());
        assertEquals(MANY, storage.stockHistory().nextLots(types, 1).size());
    }
}
