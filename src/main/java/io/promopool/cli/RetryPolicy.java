package io.promopool.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Asks again where that may help. Every request of the command line may be repeated: reads change nothing, a claim has
 * its key, a code that is retired stays so, and an upload gives nothing twice.
 */
final class RetryPolicy {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final Pause pause;
    private final Consumer<String> notes;

    RetryPolicy(Pause pause, Consumer<String> notes) {
        this.pause = pause;
        this.notes = notes;
    }

    /** Lets time go by. */
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** One try of a request. */
    interface Attempt {
        Reply send() throws IOException, InterruptedException;
    }

    /**
     * The answer of the first attempt that is not one for later, else of the last. A service that was not there to begin
     * with is not waited for: most likely it is not started, or the URL is wrong.
     *
     * @param attempts how many, at least one
     * @throws IOException of the last attempt
     */
    Reply ask(int attempts, Attempt attempt) throws IOException, InterruptedException {
        Duration wait = FIRST_WAIT;
        for (int number = 1; ; number++, wait = wait.multipliedBy(2)) {
            String reason;
            Duration asked = Duration.ZERO;
            try {
                Reply reply = attempt.send();
                if (!reply.isRetryable() || reply.retryAfter().isEmpty() || number == attempts) {
                    return reply;
                }
                reason = "the service can't serve this now (" + reply.status() + ")";
                asked = reply.retryAfter().get();
            } catch (IOException e) {
                if (number == attempts || number == 1 && isConnectFailure(e)) {
                    throw e;
                }
                reason = "the connection failed";
            }
            Duration next = longer(wait, asked);
            notes.accept(
                    "%s; trying again in %d s (%d of %d)".formatted(reason, next.toSeconds(), number + 1, attempts));
            pause.pause(next);
        }
    }

    /** Whether there was no connection that a request could have gone out on. */
    static boolean isConnectFailure(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException || e instanceof SSLException;
    }

    private static Duration longer(Duration wait, Duration asked) {
        Duration longer = wait.compareTo(asked) >= 0 ? wait : asked;
        return longer.compareTo(MAX_WAIT) <= 0 ? longer : MAX_WAIT;
    }
}
