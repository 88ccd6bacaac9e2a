package io.promopool.cli;

import picocli.CommandLine.Option;

/** The options of every command. */
final class OutputOptions {
    /** Sorts these options to the end of the help. */
    static final int LAST = 100;

    private final Shell shell;

    @Option(names = "--json", order = LAST, description = "Print each result as one line of JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = LAST + 1,
            description = "Show this help.")
    private boolean help;

    OutputOptions(Shell shell) {
        this.shell = shell;
    }

    Output output() {
        return new Output(shell, json);
    }
}
