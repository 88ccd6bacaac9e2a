package io.promopool.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Repeats requests that might succeed later. Every request of the command line is safe to repeat: reads change nothing,
 * a claim has a key, a retired code stays retired, and an upload adds no code twice.
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

    /** Waits. */
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /** Sends the request once. */
    interface Attempt {
        Reply send() throws IOException, InterruptedException;
    }

    /**
     * Returns the first final answer or, if there is none, that of the last attempt. If the first attempt can't
     * connect, there is no second one: most likely the service is not running, or the URL is wrong.
     *
     * @param attempts the maximum number of attempts, at least 1
     * @throws IOException if the last attempt failed with it
     */
    Reply send(int attempts, Attempt attempt) throws IOException, InterruptedException {
        Duration wait = FIRST_WAIT;
        for (int number = 1; ; number++, wait = wait.multipliedBy(2)) {
            String reason;
            Duration asked = Duration.ZERO;
            try {
                Reply reply = attempt.send();
                if (!reply.isRetryable() || reply.retryAfter().isEmpty() || number == attempts) {
                    return reply;
                }
                reason = "the service can't serve this request now (" + reply.status() + ")";
                asked = reply.retryAfter().get();
            } catch (IOException e) {
                if (number == attempts || (number == 1 && isConnectFailure(e))) {
                    throw e;
                }
                reason = "the connection failed";
            }
            Duration next = longer(wait, asked);
            notes.accept("%s; retrying in %d s (attempt %d of %d)"
                    .formatted(reason, next.toSeconds(), number + 1, attempts));
            pause.pause(next);
        }
    }

    /** Whether no connection was made, so that no request can have been sent. */
    static boolean isConnectFailure(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException || e instanceof SSLException;
    }

    private static Duration longer(Duration wait, Duration asked) {
        Duration longer = wait.compareTo(asked) >= 0 ? wait : asked;
        return longer.compareTo(MAX_WAIT) <= 0 ? longer : MAX_WAIT;
    }
}
