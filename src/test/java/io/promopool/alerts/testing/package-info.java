/** What the tests of alerts share: a receiver of webhooks. */
package io.promopool.alerts.testing;
