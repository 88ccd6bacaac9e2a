package io.promopool.redis.layout;

import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import java.util.OptionalInt;

/**
 * How lots are written in Redis: a date in epoch seconds, {@code inf} for a lot that never expires, and ids padded with
 * zeros in sorted sets.
 */
public final class LotEncoding {
    private static final String NEVER = "inf";

    private LotEncoding() {}

    public static String expirationText(Expiration expiration) {
        return expiration.isNever() ? NEVER : Long.toString(expiration.epochSecond());
    }

    /** Parses {@link #expirationText}. */
    public static Expiration expiration(String text) {
        return text.equals(NEVER) ? Expiration.NEVER : new Expiration(Long.parseLong(text));
    }

    /** Returns an empty text if there is no discount, which means any. */
    public static String discountText(OptionalInt discount) {
        return discount.isPresent() ? Integer.toString(discount.getAsInt()) : "";
    }

    /** Parses {@link #discountText}. */
    public static OptionalInt discount(String text) {
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    public static Lot lot(String type, String discount, String expiration) {
        return new Lot(type, Integer.parseInt(discount), expiration(expiration));
    }

    /** Returns the lot id of a member of a sorted set. */
    public static String idOf(String member) {
        return Long.toString(Long.parseLong(member));
    }

    /** Returns a lot id as a member of a sorted set: padded to 10 digits, so that members sort like numbers. */
    public static String member(String lotId) {
        return "%010d".formatted(Long.parseLong(lotId));
    }
}
