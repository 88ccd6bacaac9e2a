package io.promopool.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/**
 * Whether one of the standard streams is a terminal. Java's own {@code System.console()} tells of input and output
 * together and knows nothing of standard error, so {@code test -t} is asked, which POSIX has everywhere.
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
