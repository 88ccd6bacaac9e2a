/**
 * The command line: what people and shell scripts type to use a service.
 *
 * <p>This package is a client like any other. It speaks HTTP to a service, local or remote. It shares with the service
 * only the rules of {@link io.promopool.pool.Text} and its neighbors, so that a code generated here is accepted there,
 * and {@link io.promopool.auth.ApiKey} and {@link io.promopool.auth.Role}, so that it can make keys for the settings.
 * The root package passes commands that need more than HTTP, such as starting the service, to {@link
 * io.promopool.cli.Cli}.
 *
 * <p>Results go to standard output, everything else to standard error. With {@code --json}, each result is one line of
 * JSON, as returned by the service. {@link io.promopool.cli.ExitStatus} lists how a command can end.
 */
package io.promopool.cli;
