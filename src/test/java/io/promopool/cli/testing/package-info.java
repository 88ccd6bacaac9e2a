/** What the tests of the command line share. */
package io.promopool.cli.testing;
