/**
 * What is checked on the machine of a service, and what to do about each finding.
 *
 * <p>The command line knows only the interface {@link io.promopool.cli.Doctor}; the root package passes the
 * implementation to it. The doctor reads the same settings as the service and connects to the same Redis. An
 * examination changes nothing. A recount repairs everything that is derived from the index of codes.
 */
package io.promopool.doctor;
