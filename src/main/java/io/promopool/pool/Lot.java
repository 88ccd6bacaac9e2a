package io.promopool.pool;

import java.util.Objects;

/** A lot: all codes of one type, one discount and one expiration date. */
public record Lot(String type, int discount, Expiration expiration) {
    public Lot {
        Objects.requireNonNull(type);
        Objects.requireNonNull(expiration);
        Discount.check(discount);
    }
}
