/** Rules for the texts of the project, which no compiler checks: their words, their lines, their links and headers. */
package io.promopool.conventions;
