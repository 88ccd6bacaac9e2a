package io.promopool.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
final class OutputOptions {
    /** In the help, after what makes a command what it is. */
    static final int LAST = 100;

    private final Shell shell;

    @Option(
            names = "--json",
            order = LAST,
            description = "Print each result as one line of JSON, as the service answers it.")
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
