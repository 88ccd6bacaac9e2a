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

/** One claim as the caller asks for it. */
record ClaimBody(CodeFilter filter, Optional<String> key, boolean test) {
    private static final Set<String> FIELDS =
            Collections.unmodifiableSet(new LinkedHashSet<>(List.of("type", "discount", "days", "key", "test")));

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    ClaimBody {
        key = key.map(Text::key);
    }

    /**
     * @throws ProblemException where it is no object of known fields
     * @throws InvalidFieldException where a field is missing or breaks its rule
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

    /** For claims and counts alike, which have one rule. */
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
