package io.promopool.redis.layout;

import io.promopool.pool.Expiration;
import io.promopool.pool.Lot;
import java.util.OptionalInt;

/** How lots are spelled in Redis: a date in epoch seconds, {@code inf} for never, ids padded inside sorted sets. */
public final class LotEncoding {
    private static final String NEVER = "inf";

    private LotEncoding() {}

    public static String expirationText(Expiration expiration) {
        return expiration.isNever() ? NEVER : Long.toString(expiration.epochSecond());
    }

    /** Reads {@link #expirationText}. */
    public static Expiration expiration(String text) {
        return text.equals(NEVER) ? Expiration.NEVER : new Expiration(Long.parseLong(text));
    }

    /** Empty for no discount, which stands for any. */
    public static String discountText(OptionalInt discount) {
        return discount.isPresent() ? Integer.toString(discount.getAsInt()) : "";
    }

    /** Reads {@link #discountText}. */
    public static OptionalInt discount(String text) {
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    public static Lot lot(String type, String discount, String expiration) {
        return new Lot(type, Integer.parseInt(discount), expiration(expiration));
    }

    /** The lot id inside a member of a sorted set. */
    public static String idOf(String member) {
        return Long.toString(Long.parseLong(member));
    }

    /** A lot id as a member of a sorted set. */
    public static String member(String lotId) {
        return "%010d".formatted(Long.parseLong(lotId));
    }
}
