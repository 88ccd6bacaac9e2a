package io.promopool.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The levels at which types alert, and the alerts that have come up.
 *
 * <p>Alerts of levels come up inside claims: a claim that leaves no more codes than a level records the alert in the same
 * step, so that it comes up once, whatever happens to the service. Codes that are added arm a level again, and fire
 * nothing. At most 1,000 alerts are kept, the latest.
 *
 * <p>Safe for any number of threads and processes over the same storage. Every method may throw a
 * {@link StorageException}.
 */
public interface AlertBook {
    /** How many alerts are kept. */
    int MOST_ALERTS = 1_000;

    /** Sets the levels of all types that have none of their own, and arms these types anew where that is a change. */
    void setServiceLevels(AlertLevels levels);

    /**
     * Sets the levels of a type, or of one discount of it, and arms the highest that is below what there is. Fires
     * nothing. A retry is safe.
     *
     * @return false where the type is not known
     */
    boolean setLevels(String type, OptionalInt discount, AlertLevels levels);

    /** The levels that were set for a type; empty where the type is not known. */
    Optional<TypeLevels> levelsOf(String type);

    /**
     * @param own where absent, the service's hold
     * @param ofDiscounts by discount, where some were set
     */
    record TypeLevels(Optional<AlertLevels> own, Map<Integer, AlertLevels> ofDiscounts) {}

    /** Fires for each lot with at least so many codes that expires until then; once for each lot. */
    void fireExpiring(String type, long codes, Instant until);

    /** Fires where a type will have run out soon; once, until {@link #isNotRunningOut} was said. */
    void fireRunningOut(String type, long available, Instant by, Duration soon);

    /** Lets {@link #fireRunningOut} fire again. */
    void isNotRunningOut(String type);

    /** The latest alerts, the latest first. */
    List<Alert> last(int limit);

    /**
     * Takes alerts that are due to be delivered. Nobody else is given them for the time of the lease.
     *
     * @param lease after which an alert that was not settled is due again
     */
    List<Delivery> take(int limit, Duration lease);

    /** Ends the delivery of an alert. */
    void settle(Delivery delivery);

    /** Has an alert delivered later to those whom it did not reach. */
    void postpone(Delivery delivery, Duration wait);

    /**
     * An alert on its way.
     *
     * @param attempts how often it was taken, this time too
     * @param delivered names of those whom it has reached
     */
    record Delivery(Alert alert, int attempts, Set<String> delivered) {
        public Delivery {
            delivered = Set.copyOf(delivered);
        }
    }
}
