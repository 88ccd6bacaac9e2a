package io.promopool.alerts;

import io.promopool.pool.AlertLevels;
import java.time.Duration;
import java.util.Optional;

/**
 * When alerts fire, and where they are sent.
 *
 * @param warning the service's warning level, in available codes of a type; see {@link AlertLevels}
 * @param alarm the service's alarm level, in available codes of a type
 * @param expiring which lots alert because they expire soon
 * @param runsOutIn a type alerts if it runs out within this time at the rate of the last hour; 1 h to 90 days
 * @param webhook where alerts are sent; absent = alerts are only listed
 * @param organisation the name of the organization, for receivers that serve several; at most 255 characters
 */
public record AlertSettings(
        long warning,
        long alarm,
        Expiring expiring,
        Duration runsOutIn,
        Optional<WebhookSettings> webhook,
        Optional<String> organisation) {
    private static final Duration MIN_FORECAST = Duration.ofHours(1);
    private static final Duration MAX_FORECAST = Duration.ofDays(90);
    private static final int MAX_ORGANISATION_LENGTH = 255;

    /** @throws IllegalArgumentException if a value is out of bounds; the message says which values are allowed */
    public AlertSettings {
        // Each level alone, because each setting is also checked together with the default of the other. Whether the
        // two levels fit together is checked in levels().
        checkLevel(warning);
        checkLevel(alarm);
        if (runsOutIn.compareTo(MIN_FORECAST) < 0 || runsOutIn.compareTo(MAX_FORECAST) > 0) {
            throw new IllegalArgumentException("must be a duration from 1h to 2160h");
        }
        if (organisation.isPresent() && organisation.get().length() > MAX_ORGANISATION_LENGTH) {
            throw new IllegalArgumentException("must have at most " + MAX_ORGANISATION_LENGTH + " characters");
        }
    }

    private static void checkLevel(long level) {
        if (level < 0 || level > AlertLevels.MAX) {
            throw new IllegalArgumentException("must be a whole number from 0 to " + AlertLevels.MAX);
        }
    }

    /**
     * The levels of types that have none of their own.
     *
     * @throws IllegalArgumentException if the warning level is below the alarm level
     */
    public AlertLevels levels() {
        return new AlertLevels(warning, alarm);
    }

    /**
     * A lot alerts if it has this many available codes or more, and expires within this many days.
     *
     * @param codes 1 to 1,000,000,000
     * @param days 1 to 365
     */
    public record Expiring(long codes, int days) {
        private static final int MAX_DAYS = 365;

        /** @throws IllegalArgumentException if a value is out of bounds; the message says which values are allowed */
        public Expiring {
            if (codes < 1 || codes > AlertLevels.MAX) {
                throw new IllegalArgumentException("must be a whole number from 1 to " + AlertLevels.MAX);
            }
            if (days < 1 || days > MAX_DAYS) {
                throw new IllegalArgumentException("must be a whole number from 1 to " + MAX_DAYS);
            }
        }
    }
}
