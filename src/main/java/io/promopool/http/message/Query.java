package io.promopool.http.message;

import io.javalin.http.Context;
import io.promopool.pool.CodePool;
import io.promopool.pool.InvalidFieldException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The query parameters of a request. Unknown and repeated parameters are rejected. */
public final class Query {
    private static final int DEFAULT_LIMIT = 100;

    private final Map<String, String> values = new HashMap<>();

    private Query() {}

    /**
     * Reads all parameters.
     *
     * @param known the parameters that the request can have; any other is rejected, because a misspelled parameter
     *     would otherwise be ignored
     * @throws InvalidFieldException if a parameter is unknown, or appears twice
     * @throws ProblemException if the query is not well-formed
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

    /** The decoded value; empty if the parameter is missing. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether the request has no parameters. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * The decoded value.
     *
     * @throws InvalidFieldException if the parameter is missing
     */
    public String required(String name) {
        return text(name).orElseThrow(() -> new InvalidFieldException(name, "is missing"));
    }

    /**
     * Whether a parameter is {@code true}; upper and lower case are the same. False if it is missing.
     *
     * @throws InvalidFieldException if the value is neither {@code true} nor {@code false}
     */
    public boolean flag(String name) {
        String value = text(name).orElse("false").toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new InvalidFieldException(name, "must be true or false");
        }
        return value.equals("true");
    }

    /**
     * The parameter {@code limit}: the maximum number of entries of a page, 100 by default.
     *
     * @throws InvalidFieldException if the value is not a whole number from 1 to {@link CodePool#MAX_PAGE_SIZE}
     */
    public int limit() {
        String value = text("limit").orElse(Integer.toString(DEFAULT_LIMIT));
        if (!value.matches("0*[1-9][0-9]{0,3}") || Integer.parseInt(value) > CodePool.MAX_PAGE_SIZE) {
            throw new InvalidFieldException("limit", "must be a whole number from 1 to " + CodePool.MAX_PAGE_SIZE);
        }
        return Integer.parseInt(value);
    }
}
