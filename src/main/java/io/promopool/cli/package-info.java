/**
 * The command line: what people and shell scripts type to use a service.
 *
 * <p>This room is a client like any other. It speaks HTTP to a service, here or elsewhere, and shares nothing with it but
 * the rules of {@link io.promopool.pool.Text} and its neighbours, so that a code made here is one that is taken there.
 * Commands that need more than HTTP (the service itself) belong to the root and are handed to {@link
 * io.promopool.cli.Cli}.
 *
 * <p>Results go to standard output, everything else to standard error. With {@code --json} a result is one JSON document
 * a line, as the service answered it. How a command ended is its {@link io.promopool.cli.ExitStatus}.
 */
package io.promopool.cli;
