/** Servers in processes of their own, for tests and for the benchmark: started, waited for, frozen, killed. */
package io.promopool.process;
