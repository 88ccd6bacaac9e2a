package io.promopool.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The latest alerts, at most {@value #MAX_ALERTS}; older ones are dropped.
 *
 * <p>A claim that brings the stock of a type down to a level fires the alert in the same script call, so a level fires
 * once, whatever happens to the service. Alerts that no claim can fire are fired by the methods here.
 *
 * <p>Safe for any number of threads and of processes over the same storage. Every method can throw a
 * {@link StorageException}, and may be called again after it.
 */
public interface AlertLog {
    /** How many alerts are kept. */
    int MAX_ALERTS = 1_000;

    /** The latest alerts, the latest first. */
    List<Alert> last(int limit);

    /** Fires for each lot of a type that expires until then and has at least this many codes; once for each lot. */
    void fireExpiring(String type, long codes, Instant until);

    /**
     * Fires for a type that is forecast to run out soon; once, until {@link #clearRunningOut}.
     *
     * @param available how many codes are available now
     * @param by when the type runs out
     * @param soon what counts as soon, in whole hours
     */
    void fireRunningOut(String type, long available, Instant by, Duration soon);

    /** Lets {@link #fireRunningOut} fire again, as the type is no longer forecast to run out soon. */
    void clearRunningOut(String type);
}
