/**
 * What stands in Redis and how it is spelled: the names of the keys, the entries of the index, lots as text.
 *
 * <p>This room reads and writes nothing but the settings that a pool was made with ({@link
 * io.promopool.redis.layout.Layout}). The scripts in {@code resources/lua} spell the same things; what is changed here
 * is changed there. Nothing outside the rooms of Redis knows it.
 */
package io.promopool.redis.layout;
