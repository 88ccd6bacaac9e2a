package io.promopool.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/**
 * Checks whether a standard stream is a terminal. {@code System.console()} covers only standard input and output
 * together, and not standard error, so this class runs {@code test -t}, which every POSIX system has.
 */
final class TerminalCheck {
    static final int STANDARD_INPUT = 0;
    static final int STANDARD_ERROR = 2;

    private static final int TIMEOUT_SECONDS = 5;

    private TerminalCheck() {}

    static boolean isTerminal(int descriptor) {
        try {
            Process test = new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            return test.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
