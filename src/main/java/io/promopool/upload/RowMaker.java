package io.promopool.upload;

import io.promopool.pool.Discount;
import io.promopool.pool.Expiration;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.UploadRow;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes rows from texts and from the defaults of one upload. */
final class RowMaker {
    private static final int MAX_QUOTED_CODE_POINTS = 40;

    private final LastParsed<Optional<String>> types;
    private final LastParsed<OptionalInt> discounts;
    private final LastParsed<Optional<Expiration>> expirations;

    RowMaker(ExpirationFormat dates, RowDefaults defaults) {
        types = new LastParsed<>(text -> text.isEmpty() ? defaults.type() : Optional.of(text));
        discounts = new LastParsed<>(text ->
                text.isEmpty() ? defaults.discount() : quoting(text, () -> OptionalInt.of(Discount.parse(text))));
        expirations = new LastParsed<>(
                text -> text.isEmpty() ? defaults.expiration() : quoting(text, () -> Optional.of(dates.parse(text))));
    }

    /**
     * The row with these texts.
     *
     * @throws InvalidFieldException if a text breaks a rule of its field
     */
    UploadRow make(long line, RawRow raw) {
        return new UploadRow(
                line,
                raw.get(Field.CODE),
                types.of(raw.get(Field.TYPE)),
                discounts.of(raw.get(Field.DISCOUNT)),
                expirations.of(raw.get(Field.EXPIRATION_DATE)),
                inUse(raw.get(Field.IN_USE)));
    }

    private static Optional<Boolean> inUse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        if (text.equalsIgnoreCase("false")) {
            return Optional.of(false);
        }
        throw new InvalidFieldException(Field.IN_USE.label(), quoted("is neither true nor false", text));
    }

    /** Adds the value to the reason, which helps to find it in a file of a million rows. */
    private static <T> T quoting(String text, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (InvalidFieldException e) {
            throw e.reason().contains(text) ? e : new InvalidFieldException(e.field(), quoted(e.reason(), text));
        }
    }

    private static String quoted(String reason, String text) {
        return reason + "; the value is \"" + Excerpt.of(text, MAX_QUOTED_CODE_POINTS) + '"';
    }

    /** Remembers the last text it parsed: rows next to each other mostly share their type, discount and date. */
    private static final class LastParsed<T> {
        private final Function<String, T> parse;
        private String text;
        private T value;

        LastParsed(Function<String, T> parse) {
            this.parse = parse;
        }

        T of(String asked) {
            if (!asked.equals(text)) {
                value = parse.apply(asked);
                text = asked;
            }
            return value;
        }
    }
}
