package io.promopool.faults;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call of a client, and what the client learned. Times are those of {@link System#nanoTime()} in the calling JVM,
 * so that calls can be put in order even if the clock of the machine jumps.
 */
sealed interface Call {
    Span time();

    Answer answer();

    /** From before the call was sent until its response was read, or until the caller gave up. */
    record Span(long startNanos, long endNanos) {
        boolean isBefore(Span other) {
            return endNanos < other.startNanos;
        }

        boolean overlaps(Span other) {
            return !isBefore(other) && !other.isBefore(this);
        }

        boolean contains(Span other) {
            return startNanos <= other.startNanos && other.endNanos <= endNanos;
        }
    }

    /**
     * A claim. Each claim of a batch is a separate call.
     *
     * @param key what the caller sent; empty if the service chooses a key
     * @param days the code must be valid for more than this many days
     */
    record Claim(String type, int days, Optional<String> key, Answer answer, Span time) implements Call {
        /** The key if it is known: from the caller, or from the response. */
        Optional<String> knownKey() {
            if (key.isPresent()) {
                return key;
            }
            if (answer instanceof Answer.Claimed claimed) {
                return Optional.of(claimed.key());
            }
            return answer instanceof Answer.Unknown unknown ? unknown.key() : Optional.empty();
        }
    }

    /** A part of a file: all rows are of one type. */
    record Upload(String type, List<Row> rows, Answer answer, Span time) implements Call {}

    /** @param expires empty: never */
    record Row(String code, boolean inUse, Optional<Instant> expires) {}

    /** A code is retired for good: no caller makes it available again. */
    record Retirement(String code, Answer answer, Span time) implements Call {}

    /** A look-up of a claim by its key. */
    record LookUp(String key, Answer answer, Span time) implements Call {}

    /** What the caller knows afterwards. */
    sealed interface Answer {
        /** A claim got a code. */
        record Claimed(String key, String code, String type, Optional<Instant> expires, Instant claimedAt)
                implements Answer {}

        /** A claim got no code: none is available, or the type is unknown. */
        record Empty() implements Answer {}

        /** Every row of an upload is stored. */
        record Loaded() implements Answer {}

        /** The response to a retirement has the state of the code: {@code retired}, or {@code claimed} as before. */
        record Known(String state) implements Answer {}

        /** Nothing was done: the service says so, or there was no service to connect to. */
        record Refused(String why) implements Answer {}

        /**
         * The outcome is unknown. An upload might have been done in part.
         *
         * @param key the key for a retry, if the response has one
         */
        record Unknown(Optional<String> key, String why) implements Answer {}

        /** A response that no caller should ever get. */
        record Strange(String what) implements Answer {}
    }
}
