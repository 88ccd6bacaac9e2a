package io.promopool.http;

import io.promopool.http.message.JsonFields;
import io.promopool.http.message.ProblemException;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.Discount;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A claim as the caller sends it: which code, for which key, and whether it is only a test. */
record ClaimBody(CodeFilter filter, Optional<String> key, boolean test) {
    private static final Set<String> FIELDS =
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of("type", "discount", "days", "key", "test")));

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    ClaimBody {
        key = key.map(Text::key);
    }

    /**
     * Reads a claim from a JSON object.
     *
     * @throws ProblemException if it is not an object, or a field appears twice
     * @throws InvalidFieldException if a field is unknown, missing or invalid
     */
    static ClaimBody parse(JsonFields fields) {
        fields.check(FIELDS);
        String type = fields.text("type")
                .orElseThrow(() -> new InvalidFieldException("type", "is missing; send the type of the code"));
        Optional<String> discount = fields.digits("discount");
        Optional<String> days = fields.digits("days");
        return new ClaimBody(
                filter(type, discount, days),
                fields.text("key"),
                fields.flag("test").orElse(false));
    }

    /**
     * Reads the filter of a claim or of a count, which have the same rules.
     *
     * @throws InvalidFieldException if a value is invalid
     */
    static CodeFilter filter(String type, Optional<String> discount, Optional<String> days) {
        return new CodeFilter(
                type, Discount.parse(discount), days.map(ClaimBody::parseDays).orElse(0));
    }

    ClaimBody withKey(String newKey) {
        return new ClaimBody(filter, Optional.of(newKey), test);
    }

    private static int parseDays(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw new InvalidFieldException("days", "must be a whole number from 0 to " + CodeFilter.MAX_DAYS);
        }
        return CodeFilter.checkDays(Long.parseLong(text));
    }
}
