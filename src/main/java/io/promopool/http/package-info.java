/**
 * The HTTP API: the routes, who may use them, and one handler for each resource.
 *
 * <p>A handler parses a request, asks {@link io.promopool.pool.CodePool} or {@link io.promopool.upload.Uploader}, and
 * renders the answer. This room knows no Redis and decides nothing about codes. Every URL is in {@code Paths}, what
 * answers it in {@code Routes}, and what no request may do in {@code RequestPolicy}. Claims take one of two lanes, the
 * {@code FastLane} or the routes; both ask the same policy and answer alike. Every failure is answered as
 * {@code application/problem+json}, whichever layer it happens in.
 *
 * <p>Below it are two rooms for its use alone: {@code message} reads requests and writes answers, {@code jetty} is the
 * server.
 */
package io.promopool.http;
