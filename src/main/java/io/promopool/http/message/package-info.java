/**
 * Reads requests and writes answers: bodies, query parameters and JSON of a request; {@code Answer} and {@code Problem}
 * of a response.
 *
 * <p>This room knows the format of messages and the limits of their parts. It knows no route, no handler and no API
 * key. From the domain it knows only the exceptions that it turns into problems. Only {@code http} uses it.
 */
package io.promopool.http.message;
