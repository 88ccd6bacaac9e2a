/**
 * Everything that needs Jetty's own classes: connections, threads, limits, and the answers to requests that reach no
 * route.
 *
 * <p>This room knows no route. A {@code RequestClassifier} tells it what it must know about a request, and {@code http}
 * passes it the handler that serves claims. Outside {@code http} only {@link io.promopool.http.jetty.HttpListener} is
 * used, to measure answers.
 */
package io.promopool.http.jetty;
