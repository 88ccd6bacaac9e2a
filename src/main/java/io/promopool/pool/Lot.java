package io.promopool.pool;

import java.util.Objects;

/** What all codes of one lot have in common. */
public record Lot(String type, int discount, Expiration expiration) {
    public Lot {
        Objects.requireNonNull(type);
        Objects.requireNonNull(expiration);
        Discount.check(discount);
    }
}
