package io.promopool.http.jetty;

import io.promopool.http.jetty.HttpListener.Call;

/**
 * Tells the server what it must know about a request before the request reaches the routes. {@code http}, which knows
 * the routes, implements it.
 */
public interface RequestClassifier {
    /** The kind of request, for the listener. */
    Call callOf(String method, String path);

    /** Whether a request is handled only after its whole body has arrived. */
    boolean isReadWhole(String method, String path);

    /** Whether a request is served even when the server is overloaded. */
    boolean isServedUnderOverload(String path);
}
