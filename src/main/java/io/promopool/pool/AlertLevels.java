package io.promopool.pool;

/**
 * At how many available codes somebody is to be told.
 *
 * @param warning 0 to {@value #MAX}, not less than {@code alarm}
 * @param alarm 0 to {@value #MAX}
 */
public record AlertLevels(long warning, long alarm) {
    /** More than a type is meant to hold. */
    public static final long MAX = 1_000_000_000;

    /** @throws InvalidFieldException outside of the bounds */
    public AlertLevels {
        check("warning", warning);
        check("alarm", alarm);
        if (warning < alarm) {
            throw new InvalidFieldException(
                    "warning", "is " + warning + ", below the alarm at " + alarm + "; a warning comes first");
        }
    }

    private static void check(String field, long level) {
        if (level < 0 || level > MAX) {
            throw new InvalidFieldException(field, "is " + level + "; it takes a whole number from 0 to " + MAX);
        }
    }

    /** What so many available codes mean. */
    public AlertState stateOf(long available) {
        if (available == 0) {
            return AlertState.EXHAUSTED;
        }
        if (available <= alarm) {
            return AlertState.ALARM;
        }
        return available <= warning ? AlertState.WARNING : AlertState.OK;
    }
}
