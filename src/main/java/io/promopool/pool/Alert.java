package io.promopool.pool;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something about the stock of a type that people must know.
 *
 * @param id unique in one storage; a later alert has a higher number
 * @param type the type that the alert is about
 * @param discount present if the alert is about the codes of one discount or of one lot
 * @param threshold the level that was reached, in available codes; for {@link Kind#EXPIRING} the setting for many
 *     codes, for {@link Kind#RUNNING_OUT} the setting for soon, in hours
 * @param available how many codes were available; for {@link Kind#EXPIRING} the codes of that lot
 * @param at when the alert fired, to the second
 * @param by when the codes expire or run out; absent for the kinds that are about levels
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
        /** A claim brought the stock down to the warning level. */
        WARNING,
        /** A claim brought the stock down to the alarm level. */
        ALARM,
        /** A claim took the last code of the type, or found no available code. */
        EXHAUSTED,
        /** A lot that has many available codes expires soon. */
        EXPIRING,
        /** The type runs out soon at the rate of the last hour. */
        RUNNING_OUT;

        /** The name in lower case with hyphens, as the storage and the API spell it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The kind with this label.
         *
         * @throws IllegalArgumentException if there is no such kind
         */
        public static Kind of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
