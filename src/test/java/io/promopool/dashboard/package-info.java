/** Tests of the dashboard in a real browser, against the whole service over a real Redis. */
package io.promopool.dashboard;
