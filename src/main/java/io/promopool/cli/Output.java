package io.promopool.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a command says: to a person, or with {@code --json} to a program. */
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

    /** A line of the result, for a person; with {@code --json} nothing. */
    void line(String text) {
        if (!json) {
            shell.out().println(visible(text));
        }
    }

    /** The result, for a program; without {@code --json} nothing. */
    void document(JsonNode node) {
        if (json) {
            shell.out().println(Json.line(node));
        }
    }

    /** Something besides the result. */
    void note(String text) {
        shell.err().println(visible(text));
    }

    /** That there is no result, and why; for a program too. */
    ExitStatus failed(CommandFailure failure) {
        document(failure.problem());
        note("promopool: " + failure.getMessage());
        return failure.status();
    }

    /** Hands on what was said, and tells whether nobody listens any more: a pipe whose reader has gone. */
    boolean isGone() {
        return shell.out().checkError();
    }

    /** Rejected text and the texts of strangers may hold what a terminal would obey. */
    static String visible(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) && c != '\n' ? '\uFFFD' : c));
        return line.toString();
    }
}
