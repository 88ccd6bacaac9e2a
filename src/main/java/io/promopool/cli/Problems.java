package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers that are no results, put into a sentence. */
final class Problems {
    private Problems() {}

    /** The body of an answer that is a result. */
    static ObjectNode result(Reply reply) {
        if (!reply.isOk()) {
            throw failure(reply);
        }
        return reply.body().orElseThrow();
    }

    static CommandFailure failure(Reply reply) {
        ExitStatus status = reply.status() >= 500 || reply.isRetryable() ? ExitStatus.UNKNOWN : ExitStatus.REFUSED;
        String detail = reply.body().map(body -> body.path("detail").asText("")).orElse("");
        if (detail.isEmpty()) {
            return CommandFailure.of(
                    status,
                    "What answers there (with the status %d) is not a Promopool service; look at --url or %s."
                            .formatted(reply.status(), EnvironmentVariables.URL));
        }
        ObjectNode problem = reply.body().orElseThrow();
        return new CommandFailure(status, sentence(reply.status(), problem, detail), problem);
    }

    /** Which of the service's problems it is, such as {@code pool-exhausted}; empty text where it is none of them. */
    static String name(Reply reply) {
        return reply.body().map(body -> body.path("type").asText("")).orElse("").replace("urn:promopool:problem:", "");
    }

    private static String sentence(int status, ObjectNode problem, String detail) {
        if (status == 401) {
            return "The service wants an API key that it knows; " + EnvironmentVariables.API_KEY
                    + " holds none, or another.";
        }
        String field = problem.path("field").asText("");
        String sentence = detail.endsWith(".") ? detail : detail + ".";
        return field.isEmpty() || detail.contains(field) ? sentence : sentence + " (Field: " + field + ".)";
    }
}
