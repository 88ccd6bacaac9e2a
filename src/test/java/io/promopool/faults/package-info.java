/**
 * What is promised, under faults. Real services and a real Redis, each in a process of its own, are called by many at
 * once while they are killed, frozen, cut off and starved; every call is noted, and at the end the notes and what is
 * stored are held against the guarantees.
 *
 * <p>{@link io.promopool.faults.HistoryChecker} is the judge and knows nothing of how the notes came about. {@link
 * io.promopool.faults.FaultsIT} is what runs.
 */
package io.promopool.faults;
