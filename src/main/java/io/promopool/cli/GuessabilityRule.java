package io.promopool.cli;

import java.util.Locale;

/**
 * How long codes must be so that trying some is hopeless: of as many guesses as {@link #GUESSES_PER_HIT}, one hits on
 * average. At 100 guesses a second that is one code in four months.
 */
final class GuessabilityRule {
    static final long GUESSES_PER_HIT = 1_000_000_000L;

    private GuessabilityRule() {}

    /** How many guesses at such codes find one, on average. */
    static double guessesPerHit(long count, int length) {
        return Math.pow(CodeGenerator.ALPHABET.length(), length) / count;
    }

    /** The length from which on so many codes are safe. */
    static int shortest(long count) {
        int length = 1;
        while (guessesPerHit(count, length) < GUESSES_PER_HIT) {
            length++;
        }
        return length;
    }

    /** @throws CommandFailure where the codes are too short; the message has the figures */
    static void check(long count, int length) {
        if (guessesPerHit(count, length) < GUESSES_PER_HIT) {
            int shortest = shortest(count);
            throw CommandFailure.of(
                    ExitStatus.USAGE,
                    String.format(
                            Locale.ROOT,
                            "--length %d is too short for %,d codes: one guess in %,.0f would hit one. It must be at least %d, "
                                    + "where one in %,.0f does; the rule is at most one in %,d.",
                            length,
                            count,
                            guessesPerHit(count, length),
                            shortest,
                            guessesPerHit(count, shortest),
                            GUESSES_PER_HIT));
        }
    }
}
