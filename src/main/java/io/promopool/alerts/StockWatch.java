package io.promopool.alerts;

import io.promopool.pool.AlertLevels;
import io.promopool.pool.Stock;
import io.promopool.pool.StockBook;
import io.promopool.pool.StockBook.Remaining;
import io.promopool.pool.StockBook.Sample;
import io.promopool.pool.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the stock of each type, and remembers by the minute how it goes. */
public final class StockWatch {
    /** Any number of people who look at the same time cost one look at the storage. */
    private static final Duration LOOK_LASTS = Duration.ofMillis(900);

    private final StockBook book;
    private final AlertLevels serviceLevels;
    private final InstantSource clock;

    private List<Outlook> seen = List.of(); // guarded by this
    private Instant seenAt = Instant.EPOCH; // guarded by this
    private Optional<StorageException> failure = Optional.empty(); // guarded by this; that of the last look
    private Map<String, List<Sample>> history = Map.of(); // guarded by this
    private long historyMinute = Long.MIN_VALUE; // guarded by this
    private Map<String, Long> recorded = Map.of(); // used by the one thread that records
    private long recordedMinute; // 0 before the first round

    public StockWatch(StockBook book, AlertLevels serviceLevels, InstantSource clock) {
        this.book = book;
        this.serviceLevels = serviceLevels;
        this.clock = clock;
    }

    /**
     * How every type stands, by name; up to a second old.
     *
     * @throws StorageException where the storage can't tell
     */
    public synchronized List<Outlook> look() {
        // Also where the clock was set back.
        if (Duration.between(seenAt, clock.instant()).abs().compareTo(LOOK_LASTS) > 0) {
            lookNow();
        }
        failure.ifPresent(last -> {
            throw new StorageException(last.outcome(), last.getMessage(), last);
        });
        return seen;
    }

    private void lookNow() {
        Instant now = clock.instant();
        try {
            List<Stock> stocks = book.stocks();
            readHistory(stocks, now.getEpochSecond() / 60);
            seen = stocks.stream().map(stock -> outlook(stock, now)).toList();
            seenAt = now;
            failure = Optional.empty();
        } catch (StorageException e) {
            // It may have taken its time to fail. Those who stand behind this one would each wait as long again.
            seenAt = clock.instant();
            failure = Optional.of(e);
        }
    }

    /**
     * The lots from which claims are served first.
     *
     * @param limit how many lots of each type at the most
     * @throws StorageException where the storage can't tell
     */
    public List<Remaining> nextLots(Collection<String> types, int limit) {
        return book.nextLots(types, limit);
    }

    /** What was recorded changes once a minute; a type that is new since then has nothing recorded. */
    private void readHistory(List<Stock> stocks, long minute) {
        if (minute != historyMinute) {
            history = book.given(stocks.stream().map(Stock::type).toList());
            historyMinute = minute;
        }
    }

    private Outlook outlook(Stock stock, Instant now) {
        GivenRate rate = rate(stock, history.getOrDefault(stock.type(), List.of()), now);
        long available = stock.counts().available();
        return new Outlook(
                stock,
                stock.ownLevels().orElse(serviceLevels),
                rate.lastHour(),
                rate.lastDay(),
                rate.runsOutByHour(available),
                rate.runsOutByDay(available));
    }

    private static GivenRate rate(Stock stock, List<Sample> samples, Instant now) {
        return new GivenRate(samples, stock.counts().claimed(), now);
    }

    /**
     * How many codes of a type were given out in each of the last minutes, the oldest first; the last one is under way.
     *
     * @param minutes 1 to 60
     * @return empty where the type is not known
     */
    public Optional<List<Long>> claimedByMinute(String type, int minutes) {
        Instant now = clock.instant();
        return look().stream()
                .map(Outlook::stock)
                .filter(stock -> stock.type().equals(type))
                .findFirst()
                .map(stock ->
                        rate(stock, book.given(List.of(type)).get(type), now).lastMinutes(minutes));
    }

    /**
     * @param claimed codes given out since ever, at the moment that the last minute reaches to
     * @param byMinute the oldest first; the last one is under way
     */
    public record Given(String type, long claimed, List<Long> byMinute) {}

    /** The same for every type of which any were given out in that time, by name. */
    public List<Given> claimedByMinute(int minutes) {
        List<Stock> stocks = look().stream().map(Outlook::stock).toList();
        Instant now = clock.instant();
        Map<String, List<Sample>> samples =
                book.given(stocks.stream().map(Stock::type).toList());
        return stocks.stream()
                .map(stock -> new Given(
                        stock.type(),
                        stock.counts().claimed(),
                        rate(stock, samples.get(stock.type()), now).lastMinutes(minutes)))
                .filter(given -> given.byMinute().stream().anyMatch(count -> count > 0))
                .toList();
    }

    /** To be called as a minute ends, always by the same thread. */
    void record() {
        // It is called a moment too late rather than too early, and what was given belongs to the minute before. So
        // does
        // what the first round finds: else the rest of the minute in which the service was started would not count.
        Instant now = clock.instant();
        long minute = recordedMinute == 0
                ? now.getEpochSecond() / 60 - 1
                : now.minusSeconds(30).getEpochSecond() / 60;
        Map<String, Long> totals = new HashMap<>();
        book.stocks().forEach(stock -> totals.put(stock.type(), stock.counts().claimed()));
        Map<String, Long> changed = new HashMap<>(totals);
        changed.entrySet().removeAll(recorded.entrySet());
        // What had not changed was not recorded: up to here it was as before.
        Map<String, Long> held = new HashMap<>(changed);
        // A type that is new since the last round had given nothing then.
        held.replaceAll((type, total) -> recorded.getOrDefault(type, 0L));
        if (recordedMinute > 0 && recordedMinute < minute && !held.isEmpty()) {
            book.recordClaimed(recordedMinute, held);
        }
        if (!changed.isEmpty()) {
            book.recordClaimed(minute, changed);
        }
        recorded = totals;
        recordedMinute = minute;
        forgetHistory();
    }

    /** It may have been read as this minute began, and before its end was recorded. */
    private synchronized void forgetHistory() {
        historyMinute = Long.MIN_VALUE;
    }
}
