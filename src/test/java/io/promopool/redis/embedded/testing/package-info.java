/** What the tests of the embedded Redis share: a probe of it from outside. */
package io.promopool.redis.embedded.testing;
