/**
 * A second pool of codes, in memory and for one thread, so simple that reading it is enough to check it. Random
 * operations compare the real pool with it.
 */
package io.promopool.model;
