package io.promopool.pool;

/**
 * The numbers of available codes at which a type alerts.
 *
 * @param warning 0 to {@value #MAX}, not less than {@code alarm}
 * @param alarm 0 to {@value #MAX}
 */
public record AlertLevels(long warning, long alarm) {
    /** The highest level: more codes than a type is meant to have. */
    public static final long MAX = 1_000_000_000;

    /** @throws InvalidFieldException if a level is out of bounds, or the warning is below the alarm */
    public AlertLevels {
        check("warning", warning);
        check("alarm", alarm);
        if (warning < alarm) {
            throw new InvalidFieldException(
                    "warning",
                    "is " + warning + ", below the alarm at " + alarm + "; it must be the alarm level or more");
        }
    }

    private static void check(String field, long level) {
        if (level < 0 || level > MAX) {
            throw new InvalidFieldException(field, "is " + level + "; it must be a whole number from 0 to " + MAX);
        }
    }

    /** The state of a type that has this many available codes. */
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
