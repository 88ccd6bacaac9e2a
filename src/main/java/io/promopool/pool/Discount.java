package io.promopool.pool;

import java.util.Optional;
import java.util.OptionalInt;

/** The rules of a discount: a whole number from {@value #MIN} to {@value #MAX}, in percent. */
public final class Discount {
    /** The lowest discount. */
    public static final int MIN = 0;

    /** The highest discount. */
    public static final int MAX = 99;

    private Discount() {}

    /** @throws InvalidFieldException if the discount is out of bounds */
    public static int check(long discount) {
        if (discount < MIN || discount > MAX) {
            throw new InvalidFieldException("discount", "is " + discount + "; it must be a whole number from 0 to 99");
        }
        return (int) discount;
    }

    /**
     * Reads a discount that may be left out.
     *
     * @return empty if there is no text
     * @throws InvalidFieldException if the text is not a whole number within the bounds
     */
    public static OptionalInt parse(Optional<String> raw) {
        return raw.isPresent() ? OptionalInt.of(parse(raw.get())) : OptionalInt.empty();
    }

    /**
     * Reads digits; {@code 05} is 5.
     *
     * @throws InvalidFieldException if the text is not a whole number within the bounds
     */
    public static int parse(String raw) {
        String text = Text.trim(raw);
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidFieldException("discount", "is not a whole number from 0 to 99");
        }
        return check(Long.parseLong(text));
    }
}
