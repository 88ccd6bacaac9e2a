package io.promopool.upload;

import io.promopool.pool.Discount;
import io.promopool.pool.Expiration;
import io.promopool.pool.Text;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What rows get that leave a field out.
 *
 * <p>The constructor throws {@link io.promopool.pool.InvalidFieldException} where a value breaks a rule of its field.
 */
public record RowDefaults(Optional<String> type, OptionalInt discount, Optional<Expiration> expiration) {
    public static final RowDefaults NONE = new RowDefaults(Optional.empty(), OptionalInt.empty(), Optional.empty());

    public RowDefaults {
        type = type.map(Text::type);
        discount.ifPresent(Discount::check);
        Objects.requireNonNull(expiration);
    }
}
