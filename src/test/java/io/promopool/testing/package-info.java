/** What the tests of several packages share: the service, Redis, a pool in memory, a clock, and how to wait. */
package io.promopool.testing;
