package io.promopool.http.jetty;

import io.promopool.http.jetty.HttpListener.Call;

/** What the server needs to know about a request before it reaches the routes; whoever knows the routes answers. */
public interface RequestClassifier {
    /** What a request calls, for the listener. */
    Call callOf(String method, String path);

    /** Whether a request is handled only when its whole body is there. */
    boolean isReadWhole(String method, String path);

    /** Whether a request is served even when the server is overloaded. */
    boolean isServedUnderOverload(String path);
}
