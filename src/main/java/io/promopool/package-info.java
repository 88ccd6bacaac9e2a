/**
 * Start and stop: loads the settings, wires all packages bottom up and closes them top down.
 *
 * <p>This package depends on all others, and none depends on it. It contains no rule of the domain.
 */
package io.promopool;
