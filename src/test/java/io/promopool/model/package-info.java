/**
 * A second pool of codes, in memory and for one thread, written so that it can be checked by reading; and random
 * operations to hold the real one against it.
 */
package io.promopool.model;
