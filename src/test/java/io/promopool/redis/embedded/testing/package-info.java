/** What the tests of the embedded Redis share. */
package io.promopool.redis.embedded.testing;
