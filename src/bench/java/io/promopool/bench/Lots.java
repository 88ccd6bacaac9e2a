package io.promopool.bench;

import java.time.LocalDateTime;

/**
 * How the codes of an upload are spread over lots: in turn, so that all lots get the same number.
 *
 * @param types the number of types, each with one lot; or
 * @param dates the number of lots of a single type, each with its own date
 */
record Lots(int types, int dates) {
    static final Lots ONE = new Lots(1, 1);

    private static final LocalDateTime FIRST_DATE = LocalDateTime.of(2090, 1, 1, 0, 0);

    int count() {
        return Math.max(types, dates);
    }

    /** The columns after the code, for each lot. */
    byte[][] rowEnds() {
        byte[][] ends = new byte[count()][];
        for (int i = 0; i < ends.length; i++) {
            String type = ClaimText.type(types > 1 ? i : 0);
            LocalDateTime date = FIRST_DATE.plusHours(dates > 1 ? i : 0);
            ends[i] = Digits.ascii("," + type + ",10," + date + "\n");
        }
        return ends;
    }
}
