package io.promopool.upload;

import io.promopool.pool.Discount;
import io.promopool.pool.Expiration;
import io.promopool.pool.Text;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The values of fields that a row leaves empty.
 *
 * <p>The constructor throws an {@link io.promopool.pool.InvalidFieldException} if a value breaks a rule of its field.
 *
 * @param type absent = no default: a known code keeps its type, a new code without a type is rejected
 * @param discount absent = no default: a known code keeps its discount, a new code gets 0
 * @param expiration absent = no default: a known code keeps its date, a new code never expires
 */
public record RowDefaults(Optional<String> type, OptionalInt discount, Optional<Expiration> expiration) {
    /** No defaults. */
    public static final RowDefaults NONE = new RowDefaults(Optional.empty(), OptionalInt.empty(), Optional.empty());

    public RowDefaults {
        type = type.map(Text::type);
        discount.ifPresent(Discount::check);
        Objects.requireNonNull(expiration);
    }
}
