/**
 * The HTTP API: the routes, the roles that can use them, and one handler for each resource.
 *
 * <p>A handler parses a request, calls {@link io.promopool.pool.CodePool}, {@link io.promopool.upload.Uploader} or the
 * alerts, and renders the answer. This room knows nothing of Redis and decides nothing about codes. {@code Paths} has
 * every URL, {@code Routes} the handler of each, and {@code RequestPolicy} the rules for all requests. A claim takes
 * one of two lanes: the {@code FastLane}, or a route. Both check the same policy and give the same answers. Every
 * failure is answered as {@code application/problem+json} (RFC 9457), no matter in which layer it happens.
 *
 * <p>Two rooms exist for this one: {@code http.message} reads requests and writes answers, and {@code http.jetty} is
 * the server.
 */
package io.promopool.http;
