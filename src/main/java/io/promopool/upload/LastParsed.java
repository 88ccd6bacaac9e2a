package io.promopool.upload;

import java.util.function.Function;

/** Remembers the last text it parsed: rows that stand together mostly share their type, discount and date. */
final class LastParsed<T> {
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
