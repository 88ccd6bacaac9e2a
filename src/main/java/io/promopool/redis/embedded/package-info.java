/**
 * A Redis of the service's own: the bundled binary, its data folder, its process.
 *
 * <p>This room starts it, watches it, stops it, and sees to it that a data folder has one owner and is never opened by
 * a server that would misread it. All the others get of it is a URL. It knows nothing of codes.
 */
package io.promopool.redis.embedded;
