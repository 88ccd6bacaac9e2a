package io.promopool.pool;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that people are to be told.
 *
 * @param id unique in one storage, in the order in which alerts came up
 * @param type of codes
 * @param discount of the codes, where the alert is about those of one discount or one lot
 * @param threshold what was reached: available codes; for {@link Kind#EXPIRING} the codes that are many, for
 *     {@link Kind#RUNNING_OUT} hours
 * @param available how many codes there were; for {@link Kind#EXPIRING} in that lot
 * @param at to the second
 * @param by when the codes will have expired, or run out
 */
public record Alert(
        String id,
        Kind kind,
        String type,
        OptionalInt discount,
        long threshold,
        long available,
        Instant at,
        Optional<Instant> by) {

    public Alert {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(type);
        Objects.requireNonNull(discount);
        Objects.requireNonNull(at);
        Objects.requireNonNull(by);
    }

    /** What happened. */
    public enum Kind {
        /** A claim left no more codes than the warning level. */
        WARNING,
        /** A claim left no more codes than the alarm level. */
        ALARM,
        /** A claim took the last code, or found none. */
        EXHAUSTED,
        /** A lot with many codes expires soon. */
        EXPIRING,
        /** At the rate of the last hour a type will have run out soon. */
        RUNNING_OUT;

        /** As storage and callers spell it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException where it is none */
        public static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
