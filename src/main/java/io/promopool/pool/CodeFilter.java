package io.promopool.pool;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Which codes a claim can get: codes of one type that are valid for more than {@code days} days from now.
 *
 * @param discount absent = any discount
 * @param days 0 to {@value #MAX_DAYS}; a code fits if its expiration date is later than now + days × 86,400 s
 */
public record CodeFilter(String type, OptionalInt discount, int days) {
    /** The most days that a claim can require. */
    public static final int MAX_DAYS = 36_500;

    private static final long SECONDS_PER_DAY = 86_400;

    public CodeFilter {
        type = Text.type(type);
        Objects.requireNonNull(discount);
        discount.ifPresent(Discount::check);
        checkDays(days);
    }

    /** @throws InvalidFieldException if {@code days} is out of bounds */
    public static int checkDays(long days) {
        if (days < 0 || days > MAX_DAYS) {
            throw new InvalidFieldException("days", "is " + days + "; it must be a whole number from 0 to 36500");
        }
        return (int) days;
    }

    /** The codes that fit expire later than this, in epoch seconds. */
    public long expiresAfterEpochSecond(long nowEpochSecond) {
        return nowEpochSecond + days * SECONDS_PER_DAY;
    }
}
