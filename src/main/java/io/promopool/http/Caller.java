package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.auth.ApiKey;
import java.util.Objects;
import java.util.Optional;

/**
 * Who sends a request, as far as its API key shows. {@link Access} finds it out once for each request.
 *
 * @param sent how the request carries its API key
 * @param key empty if there is no API key, or one that the service does not know
 */
record Caller(Sent sent, Optional<ApiKey> key) {
    static final Caller WITHOUT_KEY = new Caller(Sent.NOTHING, Optional.empty());

    private static final String ATTRIBUTE = Caller.class.getName();

    /** How an API key was sent. */
    enum Sent {
        /** The request has no header Authorization. */
        NOTHING,
        /** As a bearer token. No foreign page can send it, because it does not know the key. */
        BEARER,
        /** As the password of HTTP Basic. A browser adds it by itself, also to the requests of foreign pages. */
        BASIC,
        /** In a scheme that the service does not know. */
        OTHERWISE
    }

    Caller {
        Objects.requireNonNull(sent);
        Objects.requireNonNull(key);
    }

    /** Whether the request has an API key that the service knows. Never, if no API keys are configured. */
    boolean isKnown() {
        return key.isPresent();
    }

    /** Whether the request has an API key that the service knows, and no foreign page can have sent it. */
    boolean isKnownByBearer() {
        return isKnown() && sent == Sent.BEARER;
    }

    /** The caller of a request that goes through the routes. */
    static Caller of(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(ATTRIBUTE));
    }

    void attachTo(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }
}
