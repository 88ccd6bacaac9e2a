/**
 * The metrics that operators see at {@code /metrics}. Other packages report events through small listeners of their
 * own; this package counts the events with Micrometer, and publishes them in Prometheus's format.
 *
 * <p>This package depends on every package that it measures; only {@link io.promopool.App} depends on it. It makes no
 * decision for the service, and nothing waits for it.
 */
package io.promopool.metrics;
