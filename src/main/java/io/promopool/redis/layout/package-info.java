/**
 * How the data in Redis is named and encoded: the keys, the entries of the index, lots as text.
 *
 * <p>This room reads and writes nothing in Redis, except for the settings that a pool was created with ({@link
 * io.promopool.redis.layout.Layout}). The scripts in {@code resources/lua} use the same names and encodings, so a
 * change here needs the same change there. Only {@code io.promopool.redis} and the rooms below it may use this room.
 */
package io.promopool.redis.layout;
