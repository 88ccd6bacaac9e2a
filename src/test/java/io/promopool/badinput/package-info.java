/** Requests generated from seeds, valid and damaged, sent to the whole service over a real Redis. */
package io.promopool.badinput;
