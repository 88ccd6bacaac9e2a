/**
 * The guarantees, under faults. Many callers call real services over a real Redis, each in a separate process, while
 * these are killed, frozen, cut off and starved. Every call is recorded. At the end the records and the stored data are
 * checked against the guarantees.
 *
 * <p>{@link io.promopool.faults.FaultsIT} is the test. {@link io.promopool.faults.HistoryChecker} does the checking,
 * and does not depend on how the records were made.
 */
package io.promopool.faults;
