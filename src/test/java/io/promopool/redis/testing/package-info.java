/** What the tests of the storage share: their base class, and the check of everything in Redis. */
package io.promopool.redis.testing;
