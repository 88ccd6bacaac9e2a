package io.promopool.http.message;

import io.javalin.http.Context;
import io.promopool.pool.CodePool;
import io.promopool.pool.InvalidFieldException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The query parameters of a request: each known to the call, and given once. */
public final class Query {
    private static final int DEFAULT_LIMIT = 100;

    private final Map<String, String> values = new HashMap<>();

    private Query() {}

    /**
     * @param known the parameters that the call takes; a misspelt one must not pass for one left out
     * @throws ProblemException where there are others, or one twice
     */
    public static Query of(Context ctx, String... known) {
        Query query = new Query();
        String raw = Optional.ofNullable(ctx.queryString()).orElse("");
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = UrlText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : UrlText.decode(pair.substring(equals + 1), true);
            query.put(name, value, List.of(known));
        }
        return query;
    }

    private void put(String name, String value, List<String> known) {
        if (!known.contains(name)) {
            throw new InvalidFieldException(
                    name,
                    known.isEmpty()
                            ? "is not a parameter of this request; it has no parameters"
                            : "is not a parameter of this request; its parameters are " + String.join(", ", known));
        }
        if (values.put(name, value) != null) {
            throw new InvalidFieldException(name, "appears twice; send it once");
        }
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** @throws InvalidFieldException where it is not there */
    public String required(String name) {
        return text(name).orElseThrow(() -> new InvalidFieldException(name, "is missing"));
    }

    /** {@code true} or {@code false} in any case; false where it is left out. */
    public boolean flag(String name) {
        String value = text(name).orElse("false").toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new InvalidFieldException(name, "must be true or false");
        }
        return value.equals("true");
    }

    /** The parameter {@code limit}: how many entries a page may have. */
    public int limit() {
        String value = text("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        if (!value.matches("0*[1-9][0-9]{0,3}") || Integer.parseInt(value) > CodePool.MAX_PAGE_SIZE) {
            throw new InvalidFieldException("limit", "must be a whole number from 1 to " + CodePool.MAX_PAGE_SIZE);
        }
        return Integer.parseInt(value);
    }
}
