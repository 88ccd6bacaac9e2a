package io.promopool.http.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.pool.InvalidFieldException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of one JSON object. An object with a mistake can still be read; the mistake is reported by {@link #check}
 * or by the getter of the field. So in an array, a mistake in one object does not affect the others.
 */
public final class JsonFields {
    private static final int MAX_ECHO_CHARACTERS = 60;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private Optional<Problem> fault = Optional.empty();

    private JsonFields() {}

    /**
     * Reads the value that starts at the parser's current token, whatever its kind.
     *
     * @throws IOException if the text is not JSON
     */
    static JsonFields read(JsonParser parser) throws IOException {
        JsonFields fields = new JsonFields();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            JsonNode other = parser.readValueAsTree();
            fields.fault = Optional.of(Problem.of(
                    ProblemType.INVALID_REQUEST,
                    "Found " + describe(other) + "; expected a JSON object such as {\"type\": \"birthday\"}."));
            return fields;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.values.put(name, parser.readValueAsTree()) != null) {
                fields.fault = Optional.of(Problem.ofField(cut(name), "appears twice; send it once"));
            }
        }
        return fields;
    }

    /**
     * Must be called before any field is read.
     *
     * @param known the fields that the object can have; all are optional here
     * @throws ProblemException if this is not an object, or a field appears twice
     * @throws InvalidFieldException if a field is not in {@code known}
     */
    public void check(Set<String> known) {
        fault.ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidFieldException(
                        cut(name), "is not a field of this request; its fields are " + String.join(", ", known));
            }
        }
    }

    /**
     * A text field; empty if it is missing.
     *
     * @throws InvalidFieldException if the value is not a text
     */
    public Optional<String> text(String field) {
        return value(field).map(value -> {
            if (!value.isTextual()) {
                throw wrong(field, value, "text in quotation marks");
            }
            return value.textValue();
        });
    }

    /**
     * A field that is true or false; empty if it is missing.
     *
     * @throws InvalidFieldException if the value is neither
     */
    public Optional<Boolean> flag(String field) {
        return value(field).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(field, value, "true or false, without quotation marks");
            }
            return value.booleanValue();
        });
    }

    /**
     * A whole number of 1 to 9 digits, as text; empty if the field is missing. The number can be in quotation marks,
     * because template languages print numbers that way.
     *
     * @throws InvalidFieldException if the value is anything else
     */
    public Optional<String> digits(String field) {
        return value(field).map(value -> {
            String text = value.asText();
            if (!(value.isTextual() || value.isIntegralNumber())
                    || !DIGITS.matcher(text).matches()) {
                throw wrong(field, value, "a whole number such as 5");
            }
            return text;
        });
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(values.get(field));
    }

    private static InvalidFieldException wrong(String field, JsonNode value, String expected) {
        String otherwise = value.isNull() ? "; leave the field out, or send " : "; it must be ";
        return new InvalidFieldException(field, "is " + describe(value) + otherwise + expected);
    }

    private static String describe(JsonNode value) {
        if (value.isObject()) {
            return "an object";
        }
        return value.isArray() ? "an array" : cut(value.toString());
    }

    private static String cut(String text) {
        return text.length() <= MAX_ECHO_CHARACTERS ? text : text.substring(0, MAX_ECHO_CHARACTERS) + "…";
    }
}
