/** What the tests of the command line share: how a command is run. */
package io.promopool.cli.testing;
