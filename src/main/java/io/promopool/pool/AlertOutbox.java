package io.promopool.pool;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Alerts that wait to be delivered. Every alert enters the outbox when it is fired.
 *
 * <p>Safe for any number of threads and of processes over the same storage. Every method can throw a
 * {@link StorageException}. An alert whose {@link #settle} failed is due again after its lease, so it might be
 * delivered twice.
 */
public interface AlertOutbox {
    /**
     * Takes alerts that are due. No other caller gets them during the lease.
     *
     * @param lease after which an alert is due again unless it was settled or postponed
     */
    List<Delivery> take(int limit, Duration lease);

    /** Ends the delivery of an alert, and records which receivers it has reached. */
    void settle(Delivery delivery);

    /** Makes an alert due again later, for the receivers that it has not reached. */
    void postpone(Delivery delivery, Duration wait);

    /**
     * An alert that is being delivered.
     *
     * @param attempts how many times the alert was taken, this time included
     * @param delivered names of the receivers that the alert has reached
     */
    record Delivery(Alert alert, int attempts, Set<String> delivered) {
        public Delivery {
            delivered = Set.copyOf(delivered);
        }
    }
}
