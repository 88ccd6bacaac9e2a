package io.promopool.pool;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The levels at which types alert: those of the service, and those that were set for a type or for one discount of it.
 *
 * <p>Setting levels fires no alert. It arms the highest level that is below the available codes: the next claim that
 * brings the stock down to that level fires.
 *
 * <p>Safe for any number of threads and of processes over the same storage. Every method can throw a
 * {@link StorageException}, and may be called again after it.
 */
public interface AlertLevelStore {
    /** Sets the levels of all types that have none of their own. If the levels have changed, arms these types again. */
    void setServiceLevels(AlertLevels levels);

    /**
     * Sets the levels of a type, or of one discount of it.
     *
     * @param discount absent = the levels of the whole type
     * @return false if the type is unknown; then nothing was set
     */
    boolean setLevels(String type, OptionalInt discount, AlertLevels levels);

    /** The levels that were set for a type; empty if the type is unknown. */
    Optional<TypeLevels> levelsOf(String type);

    /**
     * The levels that were set for a type.
     *
     * @param own absent if none were set: the service's levels apply
     * @param ofDiscounts by discount, for discounts that have levels
     */
    record TypeLevels(Optional<AlertLevels> own, Map<Integer, AlertLevels> ofDiscounts) {}
}
