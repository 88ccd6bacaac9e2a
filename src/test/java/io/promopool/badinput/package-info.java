/** Requests made from seeds, good and damaged, given to the whole service over a real Redis. */
package io.promopool.badinput;
