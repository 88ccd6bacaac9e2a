/**
 * What those who run the service see of it at {@code /metrics}: counted where things happen, in the rooms that tell of
 * them through small listeners of their own, and put into Prometheus's words here, by Micrometer.
 *
 * <p>This room knows all others but the root; none of them knows it. It decides nothing, and nothing waits for it.
 */
package io.promopool.metrics;
