package io.promopool.faults;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call of a client's, and what it came to know. Times are those of {@link System#nanoTime()} in the JVM that calls,
 * so that two calls can be put in order also where a machine's clock jumps.
 */
sealed interface Call {
    Span time();

    Answer answer();

    /** From before the call was sent until after its answer was read, or given up. */
    record Span(long startNanos, long endNanos) {
        boolean isBefore(Span other) {
            return endNanos < other.startNanos;
        }
    }

    /**
     * A claim; each of a batch is a call of its own.
     *
     * @param key what the caller sent; empty: the service was to choose one
     * @param days for how long the code must be valid
     */
    record Claim(String type, int days, Optional<String> key, Answer answer, Span time) implements Call {
        /** The key as far as it is known: the caller's own, or what the service told. */
        Optional<String> knownKey() {
            if (key.isPresent()) {
                return key;
            }
            if (answer instanceof Answer.Given given) {
                return Optional.of(given.key());
            }
            return answer instanceof Answer.Unknown unknown ? unknown.key() : Optional.empty();
        }
    }

    /** A part of a file: all rows are of one type. */
    record Upload(String type, List<Row> rows, Answer answer, Span time) implements Call {}

    /** @param expires empty: never */
    record Row(String code, boolean inUse, Optional<Instant> expires) {}

    /** A code is taken out of use for good: nobody here puts one back. */
    record Retirement(String code, Answer answer, Span time) implements Call {}

    /** What the caller knows afterwards. */
    sealed interface Answer {
        /** A claim got a code. */
        record Given(String key, String code, String type, Optional<Instant> expires, Instant claimedAt)
                implements Answer {}

        /** A claim got none, since none is left, or the type is not known. */
        record Empty() implements Answer {}

        /** An upload is stored as a whole. */
        record Loaded() implements Answer {}

        /** A retirement was answered with the code as it is: {@code retired}, or {@code claimed} as before. */
        record Known(String state) implements Answer {}

        /** The service, or the lack of one, says that nothing was done. */
        record Refused(String why) implements Answer {}

        /**
         * It was done or not, in part even, where it was an upload.
         *
         * @param key under which it can be asked again, where the service told one
         */
        record Unknown(Optional<String> key, String why) implements Answer {}

        /** What no caller should ever be told. */
        record Strange(String what) implements Answer {}
    }
}
