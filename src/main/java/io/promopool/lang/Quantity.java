package io.promopool.lang;

import java.util.Locale;

/** A number with its noun, for messages: "1 lot", "1,000 lots". */
public final class Quantity {
    private Quantity() {}

    /** @param noun in the singular; its plural ends in s */
    public static String of(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
