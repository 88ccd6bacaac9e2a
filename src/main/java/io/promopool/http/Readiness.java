package io.promopool.http;

import java.util.Optional;

/** Tells whether the service can serve claims now. Asked by every ready check, so it answers fast. */
@FunctionalInterface
public interface Readiness {
    /** Why not, for a person; empty while it is ready. */
    Optional<String> unreadyReason();
}
