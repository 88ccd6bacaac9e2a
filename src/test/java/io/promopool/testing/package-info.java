/** The whole service for tests, in this process or as the packaged jar. */
package io.promopool.testing;
