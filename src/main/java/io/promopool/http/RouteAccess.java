package io.promopool.http;

import io.javalin.security.RouteRole;
import io.promopool.auth.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Who can use a route, as Javalin's route roles: everyone, or API keys with the role. */
enum RouteAccess implements RouteRole {
    /** No key is needed. */
    ANYONE(Optional.empty()),
    CLAIM(Optional.of(Role.CLAIM)),
    UPLOAD(Optional.of(Role.UPLOAD)),
    READ(Optional.of(Role.READ));

    private final Optional<Role> role;

    RouteAccess(Optional<Role> role) {
        this.role = role;
    }

    /** Returns the roles that a route names. */
    static Set<Role> rolesOf(Collection<RouteRole> named) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (RouteRole access : named) {
            ((RouteAccess) access).role.ifPresent(roles::add);
        }
        return roles;
    }
}
