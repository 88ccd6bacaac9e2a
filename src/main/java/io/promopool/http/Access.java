package io.promopool.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.security.RouteRole;
import io.promopool.auth.ApiKey;
import io.promopool.auth.AuthSettings;
import io.promopool.auth.Role;
import io.promopool.http.Caller.Sent;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks up the API key of a request, and refuses the request before its body is read if the key lacks the role of its
 * route.
 */
final class Access implements Handler {
    private static final String CHALLENGE = "Bearer, Basic realm=\"promopool\"";

    private final List<ApiKey> keys;
    private final RefusedCallers refusedCallers;

    Access(AuthSettings settings, RefusedCallers refusedCallers) {
        this.keys = settings.keys();
        this.refusedCallers = refusedCallers;
    }

    /** A route that names no roles is for admins only, so that a forgotten role never opens a route to everyone. */
    @Override
    public void handle(Context ctx) {
        Set<RouteRole> named = ctx.routeRoles();
        if (named.contains(RouteAccess.ANYONE)) {
            return;
        }
        refusal(Caller.of(ctx), RouteAccess.rolesOf(named), ctx::ip).ifPresent(problem -> {
            throw new ProblemException(problem);
        });
    }

    /**
     * Who sends a request.
     *
     * @param authorization the value of the header Authorization; null if there is no such header
     */
    Caller caller(String authorization) {
        if (authorization == null || keys.isEmpty()) {
            return Caller.WITHOUT_KEY;
        }
        String header = authorization.strip();
        int space = header.indexOf(' ');
        String scheme = header.substring(0, Math.max(0, space)).toLowerCase(Locale.ROOT);
        String credentials = header.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> new Caller(Sent.BEARER, find(credentials)); // RFC 6750
            case "basic" -> new Caller(Sent.BASIC, password(credentials).flatMap(this::find)); // RFC 7617
            default -> new Caller(Sent.OTHERWISE, Optional.empty());
        };
    }

    /**
     * Why a request is refused; empty if it is allowed. If no API keys are configured, every request is allowed.
     *
     * @param allowed the roles of which the API key needs one; {@link Role#ADMIN} is always allowed
     * @param address where the request comes from; asked only if it has no valid API key
     */
    Optional<Problem> refusal(Caller caller, Set<Role> allowed, Supplier<String> address) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (!caller.isKnown()) {
            refusedCallers.refused(address.get());
            return Optional.of(unauthorized(caller));
        }
        ApiKey key = caller.key().get();
        boolean isAllowed =
                key.roles().contains(Role.ADMIN) || key.roles().stream().anyMatch(allowed::contains);
        return isAllowed ? Optional.empty() : Optional.of(forbidden(key, allowed));
    }

    private static Optional<String> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<ApiKey> find(String presented) {
        byte[] hash = ApiKey.hash(presented);
        Optional<ApiKey> found = Optional.empty();
        // Continues after a match, so that the time does not reveal which key matched.
        for (ApiKey key : keys) {
            if (key.hasHash(hash)) {
                found = Optional.of(key);
            }
        }
        return found;
    }

    private static Problem unauthorized(Caller caller) {
        String detail = caller.sent() == Sent.NOTHING
                ? "Send an API key: Authorization: Bearer KEY, or Basic with the key as the password."
                : "The service does not know this API key; check that it is complete.";
        return Problem.of(ProblemType.UNAUTHORIZED, detail).withHeader("WWW-Authenticate", CHALLENGE);
    }

    private static Problem forbidden(ApiKey key, Set<Role> allowed) {
        String required = Stream.of(Role.values())
                .filter(role -> role == Role.ADMIN || allowed.contains(role))
                .map(Role::label)
                .collect(Collectors.joining(" or "));
        return Problem.of(
                ProblemType.FORBIDDEN,
                "This requires the role " + required + "; the API key '" + key.name() + "' does not have it.");
    }
}
