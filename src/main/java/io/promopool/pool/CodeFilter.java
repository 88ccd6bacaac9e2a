package io.promopool.pool;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Which codes a claim can get: those of a type, of one discount or of any, that are valid for more than so many days.
 *
 * @param days 0 to {@value #MAX_DAYS}; a code fits when its date is later than now + days × 86,400 s
 */
public record CodeFilter(String type, OptionalInt discount, int days) {
    public static final int MAX_DAYS = 36_500;
    private static final long SECONDS_PER_DAY = 86_400;

    public CodeFilter {
        type = Text.type(type);
        Objects.requireNonNull(discount);
        discount.ifPresent(Discount::check);
        checkDays(days);
    }

    /** @throws InvalidFieldException outside of the bounds */
    public static int checkDays(long days) {
        if (days < 0 || days > MAX_DAYS) {
            throw new InvalidFieldException("days", "is " + days + "; it takes a whole number from 0 to 36500");
        }
        return (int) days;
    }

    /** The codes that fit expire after this instant, in epoch seconds. */
    public long expiresAfterEpochSecond(long nowEpochSecond) {
        return nowEpochSecond + days * SECONDS_PER_DAY;
    }
}
