package io.promopool.pool;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is left of each type, and how fast it has gone for a day. The history is kept in the storage, so that a rate is
 * known after a restart too.
 *
 * <p>Safe for any number of threads and processes over the same storage. Every method may throw a
 * {@link StorageException}.
 */
public interface StockBook {
    /** How far back the history goes. */
    int HISTORY_MINUTES = 24 * 60;

    /** Every type, by name, each at one instant. */
    List<Stock> stocks();

    /**
     * The lots from which claims are served first: those with available codes that expire soonest, then those that never
     * do.
     *
     * @param types unknown ones have no lots
     * @param limit how many lots of each type at the most
     */
    List<Remaining> nextLots(Collection<String> types, int limit);

    /**
     * Records how many codes had been given out since ever at the end of a minute. Several services may record the same
     * minute.
     *
     * @param minute epoch minutes, not before any that was recorded
     * @param totals by type; unknown types are left out
     */
    void recordClaimed(long minute, Map<String, Long> totals);

    /**
     * What was recorded: each of the last 60 minutes that was, and one a quarter of an hour before these.
     *
     * @return by type, the oldest first; an empty list where there is nothing
     */
    Map<String, List<Sample>> given(Collection<String> types);

    /** How many available codes a lot has. */
    record Remaining(Lot lot, long available) {}

    /**
     * @param minute epoch minutes
     * @param total codes given out since ever
     */
    record Sample(long minute, long total) {}
}
