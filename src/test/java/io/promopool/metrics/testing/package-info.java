/** What the tests of metrics share: a service, and what it reports at /metrics. */
package io.promopool.metrics.testing;
