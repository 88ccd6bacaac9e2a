package io.promopool.alerts;

import io.promopool.pool.AlertLevels;
import java.time.Duration;
import java.util.Optional;

/**
 * When people are told, and whom to tell.
 *
 * @param warning available codes of a type, see {@link AlertLevels}
 * @param alarm the same
 * @param expiring when a lot's date is one to be told of
 * @param runsOutIn a type that will have run out within this, at the rate of the last hour, is one to be told of; 1 h to 90
 *     days
 * @param webhook where alerts are sent to; absent where they are only listed
 * @param organisation whose codes these are, for receivers that serve several; at most 255 characters
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

    /** @throws IllegalArgumentException outside of the bounds; the message says which value is allowed */
    public AlertSettings {
        // Each alone: whether they fit together is asked by levels, as a setting is also read beside the other's
        // default.
        new AlertLevels(warning, 0);
        new AlertLevels(AlertLevels.MAX, alarm);
        if (runsOutIn.compareTo(MIN_FORECAST) < 0 || runsOutIn.compareTo(MAX_FORECAST) > 0) {
            throw new IllegalArgumentException("takes a duration from 1h to 2160h");
        }
        if (organisation.isPresent() && organisation.get().length() > MAX_ORGANISATION_LENGTH) {
            throw new IllegalArgumentException("takes at most " + MAX_ORGANISATION_LENGTH + " characters");
        }
    }

    /** @throws IllegalArgumentException where the warning is below the alarm */
    public AlertLevels levels() {
        return new AlertLevels(warning, alarm);
    }

    /**
     * @param codes that are many, 1 to 1,000,000,000
     * @param days that are soon, 1 to 365
     */
    public record Expiring(long codes, int days) {
        private static final int MAX_DAYS = 365;

        /** @throws IllegalArgumentException outside of the bounds; the message says which value is allowed */
        public Expiring {
            if (codes < 1 || codes > AlertLevels.MAX) {
                throw new IllegalArgumentException("takes a whole number from 1 to " + AlertLevels.MAX);
            }
            if (days < 1 || days > MAX_DAYS) {
                throw new IllegalArgumentException("takes a whole number from 1 to " + MAX_DAYS);
            }
        }
    }
}
