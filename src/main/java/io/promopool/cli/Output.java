package io.promopool.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints what a command has to report: to a person, or with {@code --json} to a program. */
final class Output {
    private final Shell shell;
    private final boolean json;

    Output(Shell shell, boolean json) {
        this.shell = shell;
        this.json = json;
    }

    boolean isJson() {
        return json;
    }

    /** Prints a line of the result for a person. With {@code --json} it prints nothing. */
    void line(String text) {
        if (!json) {
            shell.out().println(visible(text));
        }
    }

    /** Prints the result for a program. Without {@code --json} it prints nothing. */
    void document(JsonNode node) {
        if (json) {
            shell.out().println(Json.line(node));
        }
    }

    /** Prints a remark to standard error. */
    void note(String text) {
        shell.err().println(visible(text));
    }

    /** Prints why there is no result, for a person and for a program. */
    ExitStatus failed(CommandFailure failure) {
        document(failure.problem());
        note("promopool: " + failure.getMessage());
        return failure.status();
    }

    /** Flushes the output and returns whether its reader has gone, such as the other end of a pipe. */
    boolean isGone() {
        return shell.out().checkError();
    }

    /** Replaces control characters, because a terminal would obey those in rejected rows and in answers. */
    static String visible(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c));
        return line.toString();
    }
}
