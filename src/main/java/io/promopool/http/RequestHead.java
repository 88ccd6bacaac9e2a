package io.promopool.http;

import io.javalin.http.Context;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What the rules of {@link RequestPolicy} see of a request, independent of the lane that reads it. */
interface RequestHead {
    String method();

    /** The path as it was sent, percent-encoded. */
    String path();

    /** The first value of a header, whose name ignores upper and lower case; null if there is no such header. */
    String header(String name);

    /** Whether a header occurs more than once. */
    boolean isRepeated(String name);

    /**
     * The host, with or without a port, that the request is sent to: the header {@code Host}, or else the host in the
     * URL of the first line. Empty if the caller names none, as in HTTP/1.0. Jetty has refused a request in which the
     * two differ.
     */
    Optional<String> host();

    Caller caller();

    /** A request that goes through the routes. */
    record Routed(Context ctx, Caller caller) implements RequestHead {
        @Override
        public String method() {
            return ctx.req().getMethod();
        }

        @Override
        public String path() {
            return ctx.req().getRequestURI();
        }

        @Override
        public String header(String name) {
            return ctx.header(name);
        }

        @Override
        public boolean isRepeated(String name) {
            return fast().isRepeated(name);
        }

        @Override
        public Optional<String> host() {
            return fast().host();
        }

        private Fast fast() {
            return new Fast(ServletContextRequest.getServletContextRequest(ctx.req()), caller);
        }
    }

    /** A request in the fast lane. */
    record Fast(Request request, Caller caller) implements RequestHead {
        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            return request.getHttpURI().getPath();
        }

        @Override
        public String header(String name) {
            return request.getHeaders().get(name);
        }

        @Override
        public boolean isRepeated(String name) {
            int found = 0;
            for (HttpField field : request.getHeaders()) {
                found += field.is(name) ? 1 : 0;
            }
            return found > 1;
        }

        @Override
        public Optional<String> host() {
            return Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST))
                    .or(() -> Optional.ofNullable(request.getHttpURI().getAuthority()));
        }
    }
}
