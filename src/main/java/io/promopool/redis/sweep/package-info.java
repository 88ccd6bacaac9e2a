/**
 * Frees the lists of lots that expired long ago, and gives them back if the clock was wrong.
 */
package io.promopool.redis.sweep;
