/**
 * The HTTP API: what a request says, who may say it, and how an answer is written.
 *
 * <p>This room knows Javalin, JSON and the status codes, and asks {@link io.promopool.pool.CodePool} and
 * {@link io.promopool.upload.Uploader} for everything else. It knows no Redis and decides nothing about codes. Every
 * route stands in {@code Routes}; a handler parses, asks and renders. What goes wrong is answered as
 * {@code application/problem+json}, whichever layer it went wrong in.
 */
package io.promopool.http;
