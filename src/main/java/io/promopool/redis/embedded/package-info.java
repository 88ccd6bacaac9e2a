/**
 * The embedded Redis, which the service runs itself: the bundled binary, its data folder, its process.
 *
 * <p>This room starts Redis, watches it, and stops it. It makes sure that a data folder has one owner at a time, and is
 * never opened by a server that might misread it. Other rooms only get a URL. This room knows nothing of codes.
 */
package io.promopool.redis.embedded;
