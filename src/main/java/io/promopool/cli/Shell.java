package io.promopool.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The environment and the streams of the shell that runs a command.
 *
 * @param out for results; buffered, and flushed by the caller that runs the command
 * @param err for everything else
 * @param watched whether {@code err} is a terminal that can draw, so that a person sees it
 * @param hiddenInput reads a line from the terminal without showing it; empty if standard input is not a terminal
 */
public record Shell(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        BooleanSupplier watched,
        Supplier<Optional<String>> hiddenInput) {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * The shell of this process. All text is written as UTF-8 whatever the locale is: files and JSON must be UTF-8, and
     * terminals that can't show it are rare.
     */
    public static Shell ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Shell(
                environment,
                System.in,
                stream(FileDescriptor.out, false),
                stream(FileDescriptor.err, true),
                () -> !"dumb".equals(environment.get("TERM")) && TerminalCheck.isTerminal(TerminalCheck.STANDARD_ERROR),
                Shell::readHidden);
    }

    private static PrintStream stream(FileDescriptor descriptor, boolean flushed) {
        BufferedOutputStream buffer = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES);
        return new PrintStream(buffer, flushed, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("SystemConsoleNull") // From JDK 22 on there is always a console; isTerminal decides.
    private static Optional<String> readHidden() {
        Console console = System.console();
        if (console == null || !TerminalCheck.isTerminal(TerminalCheck.STANDARD_INPUT)) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readPassword("API key (not shown): "))
                .map(String::valueOf);
    }
}
