package io.promopool.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.security.RouteRole;
import io.promopool.auth.ApiKey;
import io.promopool.auth.AuthSettings;
import io.promopool.auth.Role;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the API key of a request, and refuses the request before its body is read if the key lacks the role. */
final class Access implements Handler {
    private static final String CHALLENGE = "Bearer, Basic realm=\"promopool\"";

    private final List<ApiKey> keys;

    Access(AuthSettings settings) {
        this.keys = settings.keys();
    }

    /** A route that names no roles is for admins only, so that a forgotten role never opens a route to everyone. */
    @Override
    public void handle(Context ctx) {
        Set<RouteRole> named = ctx.routeRoles();
        if (named.contains(RouteAccess.ANYONE)) {
            return;
        }
        refusal(ctx.header("Authorization"), RouteAccess.rolesOf(named)).ifPresent(problem -> {
            throw new ProblemException(problem);
        });
    }

    /**
     * Why a request is refused; empty if it is allowed. If no API keys are configured, every request is allowed.
     *
     * @param authorization the value of the header Authorization; null if there is no such header
     * @param allowed the roles of which the API key needs one; {@link Role#ADMIN} is always allowed
     */
    Optional<Problem> refusal(String authorization, Set<Role> allowed) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Optional<ApiKey> key = presentedKey(authorization).flatMap(this::find);
        if (key.isEmpty()) {
            return Optional.of(unauthorized(authorization));
        }
        boolean isAllowed = key.get().roles().contains(Role.ADMIN)
                || key.get().roles().stream().anyMatch(allowed::contains);
        return isAllowed ? Optional.empty() : Optional.of(forbidden(key.get(), allowed));
    }

    /** The key in {@code Bearer KEY} (RFC 6750), or the password in {@code Basic} (RFC 7617). */
    private static Optional<String> presentedKey(String authorization) {
        String header = Optional.ofNullable(authorization).orElse("").strip();
        int space = header.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String credentials = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(credentials);
            case "basic" -> password(credentials);
            default -> Optional.empty();
        };
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

    private static Problem unauthorized(String authorization) {
        String detail = authorization == null
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
