package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.http.message.Answer;
import io.promopool.http.message.Json;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /health}: liveness and readiness checks, for process supervisors and load balancers. */
final class HealthHandler {
    private final Supplier<Optional<String>> unreadyReason;

    HealthHandler(Supplier<Optional<String>> unreadyReason) {
        this.unreadyReason = unreadyReason;
    }

    Answer live(Context ctx) {
        return Answer.ok(Json.object().put("status", "live"));
    }

    Answer ready(Context ctx) {
        Optional<String> reason = unreadyReason.get();
        return reason.isEmpty()
                ? Answer.ok(Json.object().put("status", "ready"))
                : Answer.of(Problem.of(ProblemType.NOT_READY, reason.get()).withHeader("Retry-After", "1"));
    }
}
