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
 * What a command has of the shell that it was typed in.
 *
 * @param out results; buffered, to be flushed by whoever runs a command
 * @param err everything that is said besides
 * @param watched whether a person looks at {@code err}: it is a terminal that can draw
 * @param hiddenInput reads a line from the terminal without showing it; empty where standard input is no terminal
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
     * That of this process. All text is written as UTF-8, whatever the locale says: files and JSON must be, and a
     * terminal that can't show it is hard to find.
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

    private static Optional<String> readHidden() {
        Console console = System.console();
        if (console == null || !TerminalCheck.isTerminal(TerminalCheck.STANDARD_INPUT)) {
            return Optional.empty();
        }
        return Optional.ofNullable(console.readPassword("API key (it is not shown): "))
                .map(String::valueOf);
    }
}
