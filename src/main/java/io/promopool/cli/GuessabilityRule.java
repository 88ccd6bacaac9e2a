package io.promopool.cli;

import io.promopool.lang.Quantity;
import java.util.Locale;

/**
 * How long codes must be so that guessing is hopeless: on average, at most one in {@link #GUESSES_PER_HIT} guesses
 * hits a code. At 100 guesses per second that is one code in four months.
 */
final class GuessabilityRule {
    static final long GUESSES_PER_HIT = 1_000_000_000L;

    private GuessabilityRule() {}

    /** How many guesses it takes on average to hit one of the codes. */
    static double guessesPerHit(long count, int length) {
        return Math.pow(CodeGenerator.ALPHABET.length(), length) / count;
    }

    /** The minimum length for this many codes. */
    static int shortest(long count) {
        int length = 1;
        while (guessesPerHit(count, length) < GUESSES_PER_HIT) {
            length++;
        }
        return length;
    }

    /** @throws CommandFailure if the codes are too short; the message has the figures */
    static void check(long count, int length) {
        if (guessesPerHit(count, length) < GUESSES_PER_HIT) {
            int shortest = shortest(count);
            throw CommandFailure.of(
                    ExitStatus.USAGE,
                    String.format(
                            Locale.ROOT,
                            "--length %d is too short for %s: one guess in %,.0f would hit a code. Use at least "
                                    + "%d (one in %,.0f); at most one in %,d is allowed.",
                            length,
                            Quantity.of(count, "code"),
                            guessesPerHit(count, length),
                            shortest,
                            guessesPerHit(count, shortest),
                            GUESSES_PER_HIT));
        }
    }
}
