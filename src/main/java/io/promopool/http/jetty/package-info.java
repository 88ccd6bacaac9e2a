/**
 * The server below the routes: its connections, its threads, its limits, and what it answers by itself.
 *
 * <p>This room knows Jetty. It knows no route: what it must know about a request it asks a {@code RequestClassifier}, and
 * what serves a request is a handler that it is given. {@link io.promopool.http.jetty.HttpListener} is for all who want
 * to hear of answers; the rest is for {@code http} alone.
 */
package io.promopool.http.jetty;
