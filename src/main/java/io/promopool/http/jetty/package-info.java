/**
 * The server below the routes: its connections, its threads, its limits, and what it answers by itself.
 *
 * <p>This room knows Jetty. It knows no route: a {@code RequestClassifier} tells it what it must know about a request,
 * and {@code http} hands it the handler that serves claims. {@link io.promopool.http.jetty.HttpListener} is for whoever
 * measures answers; everything else here is for {@code http} alone.
 */
package io.promopool.http.jetty;
