package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns answers that report a problem into a sentence. */
final class Problems {
    private Problems() {}

    /**
     * Returns the body of a successful answer.
     *
     * @throws CommandFailure if the answer is a problem
     */
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
                    "The server at this URL is not a Promopool service (it answered with status %d); check --url or %s."
                            .formatted(reply.status(), EnvironmentVariables.URL));
        }
        ObjectNode problem = reply.body().orElseThrow();
        return new CommandFailure(status, sentence(reply.status(), problem, detail), problem);
    }

    /** The name of the problem, such as {@code pool-exhausted}. Empty if the answer is not a problem of the service. */
    static String name(Reply reply) {
        return reply.body().map(body -> body.path("type").asText("")).orElse("").replace("urn:promopool:problem:", "");
    }

    private static String sentence(int status, ObjectNode problem, String detail) {
        if (status == 401) {
            return "The service requires a valid API key; " + EnvironmentVariables.API_KEY
                    + " is not set or holds an unknown key.";
        }
        String field = problem.path("field").asText("");
        String sentence = detail.endsWith(".") ? detail : detail + ".";
        return field.isEmpty() || detail.contains(field) ? sentence : sentence + " (Field: " + field + ".)";
    }
}
