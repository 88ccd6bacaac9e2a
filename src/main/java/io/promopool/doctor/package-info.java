/**
 * What is checked on the machine of a service, and what to do about each finding.
 *
 * <p>The command line prints the findings through its interface {@link io.promopool.cli.Doctor} and knows nothing of this
 * room; the root hands it over. The doctor reads the same settings as the service and connects to the same Redis. An
 * examination changes nothing; a recount repairs what is derived from the index of codes.
 */
package io.promopool.doctor;
