package io.promopool.alerts;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.Stock;
import io.promopool.pool.StockHistory;
import io.promopool.pool.StockHistory.AvailableLot;
import io.promopool.pool.StockHistory.Sample;
import io.promopool.pool.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the stock of every type, records each minute how many codes were claimed, and forecasts when each type runs
 * out.
 *
 * <p>Safe for any number of threads, except {@link #recordClaimed}. Every method can throw a {@link StorageException}
 * if the storage can't be read; calling again is safe.
 */
public final class StockMonitor {
    /** How long a reading is used again, so that any number of readers at the same time cost one reading. */
    private static final Duration SHARED_FOR = Duration.ofMillis(900);

    private final StockHistory history;
    private final AlertLevels serviceLevels;
    private final InstantSource clock;

    private List<StockForecast> forecasts = List.of(); // guarded by this
    private Instant readAt = Instant.EPOCH; // guarded by this
    private Optional<StorageException> failure = Optional.empty(); // guarded by this; of the last reading
    private Map<String, List<Sample>> samples = Map.of(); // guarded by this
    private long samplesMinute = Long.MIN_VALUE; // guarded by this; when samples were read, in epoch minutes
    private Map<String, Long> recorded = Map.of(); // used by the one thread that records
    private long recordedMinute; // 0 until the first record; used by the one thread that records

    /** @param serviceLevels the levels of types that have none of their own */
    public StockMonitor(StockHistory history, AlertLevels serviceLevels, InstantSource clock) {
        this.history = history;
        this.serviceLevels = serviceLevels;
        this.clock = clock;
    }

    /** The stock and the forecast of every type, by name; up to a second old. */
    public synchronized List<StockForecast> forecasts() {
        // The absolute difference, so that a clock that was set back does not make a reading last.
        if (Duration.between(readAt, clock.instant()).abs().compareTo(SHARED_FOR) > 0) {
            read();
        }
        failure.ifPresent(last -> {
            throw new StorageException(last.outcome(), last.getMessage(), last);
        });
        return forecasts;
    }

    private void read() {
        Instant now = clock.instant();
        try {
            List<Stock> stocks = history.stocks();
            readSamples(stocks, now.getEpochSecond() / 60);
            forecasts = stocks.stream().map(stock -> forecast(stock, now)).toList();
            readAt = now;
            failure = Optional.empty();
        } catch (StorageException e) {
            // The time of the failure, not of the call: a failed reading can take as long as the storage's timeout, and
            // each thread that waits for this lock would otherwise wait for that timeout again.
            readAt = clock.instant();
            failure = Optional.of(e);
        }
    }

    /**
     * The lots that claims are served from first; see {@link StockHistory#nextLots}.
     *
     * @param limit how many lots of each type at most
     */
    public List<AvailableLot> nextLots(Collection<String> types, int limit) {
        return history.nextLots(types, limit);
    }

    /** Samples change once a minute. A type that was added since the last reading has none. */
    private void readSamples(List<Stock> stocks, long minute) {
        if (minute != samplesMinute) {
            samples = history.claimedSamples(stocks.stream().map(Stock::type).toList());
            samplesMinute = minute;
        }
    }

    private StockForecast forecast(Stock stock, Instant now) {
        ClaimRate rate = rate(stock, samples.getOrDefault(stock.type(), List.of()), now);
        long available = stock.counts().available();
        return new StockForecast(
                stock,
                stock.ownLevels().orElse(serviceLevels),
                rate.lastHour(),
                rate.lastDay(),
                rate.runsOutByHour(available),
                rate.runsOutByDay(available));
    }

    private static ClaimRate rate(Stock stock, List<Sample> samples, Instant now) {
        return new ClaimRate(samples, stock.counts().claimed(), now);
    }

    /**
     * How many codes of a type were claimed in each of the last minutes, the oldest first. The last minute is the one
     * that is not over yet.
     *
     * @param minutes 1 to 60
     * @return empty if the type is unknown
     */
    public Optional<List<Long>> claimedByMinute(String type, int minutes) {
        Instant now = clock.instant();
        return forecasts().stream()
                .map(StockForecast::stock)
                .filter(stock -> stock.type().equals(type))
                .findFirst()
                .map(stock -> rate(stock, history.claimedSamples(List.of(type)).get(type), now)
                        .lastMinutes(minutes));
    }

    /**
     * How many codes of a type were claimed.
     *
     * @param claimed codes claimed since the type exists, up to the end of {@code byMinute}
     * @param byMinute codes claimed in each minute, the oldest first; the last minute is not over yet
     */
    public record ClaimedByMinute(String type, long claimed, List<Long> byMinute) {}

    /**
     * How many codes were claimed in each of the last minutes, for every type of which any was, by name.
     *
     * @param minutes 1 to 60
     */
    public List<ClaimedByMinute> claimedByMinute(int minutes) {
        List<Stock> stocks = forecasts().stream().map(StockForecast::stock).toList();
        Instant now = clock.instant();
        Map<String, List<Sample>> recent =
                history.claimedSamples(stocks.stream().map(Stock::type).toList());
        return stocks.stream()
                .map(stock -> new ClaimedByMinute(
                        stock.type(),
                        stock.counts().claimed(),
                        rate(stock, recent.get(stock.type()), now).lastMinutes(minutes)))
                .filter(type -> type.byMinute().stream().anyMatch(count -> count > 0))
                .toList();
    }

    /** Records how many codes have been claimed. To be called at the end of each minute, always by the same thread. */
    void recordClaimed() {
        // The call comes a moment after the end of a minute, never before it, and its totals belong to the minute that
        // has ended. The first call can come at any time. Its totals are recorded for the previous minute; otherwise
        // claims in the rest of the minute in which the service started would not count.
        Instant now = clock.instant();
        long minute = recordedMinute == 0
                ? now.getEpochSecond() / 60 - 1
                : now.minusSeconds(30).getEpochSecond() / 60;
        Map<String, Long> totals = new HashMap<>();
        history.stocks()
                .forEach(stock -> totals.put(stock.type(), stock.counts().claimed()));
        Map<String, Long> changed = new HashMap<>(totals);
        changed.entrySet().removeAll(recorded.entrySet());
        // An unchanged total is not recorded. So before a change, record that the old total held until the last call.
        Map<String, Long> before = new HashMap<>(changed);
        // No code of a type that is new since the last call had been claimed at that time.
        before.replaceAll((type, total) -> recorded.getOrDefault(type, 0L));
        if (recordedMinute > 0 && recordedMinute < minute && !before.isEmpty()) {
            history.recordClaimed(recordedMinute, before);
        }
        if (!changed.isEmpty()) {
            history.recordClaimed(minute, changed);
        }
        recorded = totals;
        recordedMinute = minute;
        forgetSamples();
    }

    /** They might have been read in this minute, before the end of the last minute was recorded. */
    private synchronized void forgetSamples() {
        samplesMinute = Long.MIN_VALUE;
    }
}
