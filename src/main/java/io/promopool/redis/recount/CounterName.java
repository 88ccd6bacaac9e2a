package io.promopool.redis.recount;

/** What a counter in Redis counts, in words for the report. */
final class CounterName {
    /** The prefix of a type's counters that are kept for each discount. */
    static final String LIVE_OF_DISCOUNT = "live:";

    private CounterName() {}

    /** @param counter the name of the counter in the record of a type or a lot */
    static String of(String counter) {
        if (counter.startsWith(LIVE_OF_DISCOUNT)) {
            String discount = counter.substring(LIVE_OF_DISCOUNT.length());
            return "available and expired codes with discount " + discount + " in the live sets";
        }
        return switch (counter) {
            case "added" -> "all codes";
            case "unspent" -> "available and expired codes";
            case "live" -> "available and expired codes in the live sets";
            default -> counter + " codes";
        };
    }
}
