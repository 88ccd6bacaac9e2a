/**
 * A request read, an answer written: bodies, query parameters and JSON on the way in, {@code Answer} and
 * {@code Problem} on the way out.
 *
 * <p>This room knows the form of messages and the limits of their parts. It knows no route, no handler and no API key,
 * and of the domain only the faults that it turns into problems. Nothing outside of {@code http} uses it.
 */
package io.promopool.http.message;
