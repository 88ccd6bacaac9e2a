package io.promopool.pool;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The stock of every type now, and how many codes of it were claimed over the last 24 hours. The history is kept in the
 * storage, so that the rate of claims is known after a restart too.
 *
 * <p>Safe for any number of threads and of processes over the same storage. Every method can throw a
 * {@link StorageException}. Every method may be called again after a fault.
 */
public interface StockHistory {
    /** How many minutes back the history goes. */
    int HISTORY_MINUTES = 24 * 60;

    /**
     * The stock of every type, sorted by name. The counts of one type are from the same instant; those of
     * different types can be from different instants.
     */
    List<Stock> stocks();

    /**
     * The lots that claims are served from first: lots with available codes, the soonest to expire first, then lots
     * that never expire.
     *
     * @param types unknown types have no lots
     * @param limit how many lots of each type at most
     */
    List<AvailableLot> nextLots(Collection<String> types, int limit);

    /**
     * Records how many codes in all had been claimed at the end of a minute. Several services may record the same
     * minute.
     *
     * @param minute epoch minutes, not before any minute that was recorded
     * @param totals codes claimed since the type exists, by type; unknown types are ignored
     */
    void recordClaimed(long minute, Map<String, Long> totals);

    /**
     * What was recorded for types: up to one sample for each of the last 60 minutes, and one for each quarter of an
     * hour before them.
     *
     * @return by type, the oldest sample first; an empty list for a type without any, and for an unknown type
     */
    Map<String, List<Sample>> claimedSamples(Collection<String> types);

    /** A lot and how many available codes it has. */
    record AvailableLot(Lot lot, long available) {}

    /**
     * How many codes of a type had been claimed at the end of a minute.
     *
     * @param minute epoch minutes
     * @param total codes claimed since the type exists
     */
    record Sample(long minute, long total) {}
}
