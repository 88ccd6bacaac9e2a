/**
 * Start and stop: reads the settings, builds every room from the bottom up and closes them from the top down.
 *
 * <p>This room knows all others; none knows it. It holds no rule of the domain.
 */
package io.promopool;
