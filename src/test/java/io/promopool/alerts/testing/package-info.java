/** What the tests of alerts share. */
package io.promopool.alerts.testing;
