package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The reason why a command ends without a result. The message is a sentence for the person who typed the command. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;
    private final transient ObjectNode problem;

    /** @param problem the same for a program, in the form of RFC 9457 */
    CommandFailure(ExitStatus status, String sentence, ObjectNode problem) {
        super(sentence);
        this.status = status;
        this.problem = problem;
    }

    /** A failure of the command itself, not an answer of the service. */
    static CommandFailure of(ExitStatus status, String sentence) {
        String name =
                switch (status) {
                    case USAGE -> "usage";
                    case UNKNOWN -> "unreachable";
                    default -> "failed";
                };
        return new CommandFailure(
                status,
                sentence,
                Json.object().put("type", "urn:promopool:command:" + name).put("detail", sentence));
    }

    ExitStatus status() {
        return status;
    }

    ObjectNode problem() {
        return problem;
    }
}
