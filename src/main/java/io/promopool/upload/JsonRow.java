package io.promopool.upload;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.promopool.pool.InvalidFieldException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one row from a JSON parser, token by token. A bad row is read to its end, so that the next row can be read. One
 * object reads all rows of a file, one after the other.
 */
final class JsonRow {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NAME_CODE_POINTS = 100;

    private final String unit;
    private final int maxRowLength;
    private final RowChunks chunks;
    private final RawRow raw = new RawRow();
    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private Optional<InvalidFieldException> problem = Optional.empty();
    private long line;
    private long startOffset;
    private boolean isRead = true;

    /** @param unit what the position of a row counts, for messages: "line" or "element" */
    JsonRow(String unit, int maxRowLength, RowChunks chunks) {
        this.unit = unit;
        this.maxRowLength = maxRowLength;
        this.chunks = chunks;
    }

    /**
     * Reads the value that begins with the parser's current token, up to its last token.
     *
     * @param line the position of the row in the report
     */
    void read(JsonParser parser, long line) throws IOException {
        raw.clear();
        seen.clear();
        problem = Optional.empty();
        this.line = line;
        startOffset = parser.currentTokenLocation().getCharOffset();
        isRead = false;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            readFields(parser);
        } else {
            complain(Field.WHOLE_ROW, "is not a JSON object");
            skip(parser);
        }
        isRead = true;
    }

    /** Whether reading failed at this place because the row has no end, which the parser might notice too late. */
    boolean isTooLongAt(JsonLocation place) {
        return !isRead && place.getCharOffset() - startOffset > maxRowLength;
    }

    /** Adds the row that was read last to the chunks. */
    void deliver() throws UploadFailure {
        if (problem.isPresent()) {
            chunks.reject(line, raw, problem.get());
        } else {
            chunks.add(line, raw);
        }
    }

    private void readFields(JsonParser parser) throws IOException {
        while (advance(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            advance(parser);
            Optional<Field> field = Field.named(name);
            if (field.isEmpty()) {
                complain(
                        Excerpt.of(name, MAX_NAME_CODE_POINTS),
                        "is not a field of a row; the fields are " + Field.NAMES);
                skip(parser);
            } else if (!seen.add(field.get())) {
                complain(field.get().label(), "occurs twice");
                skip(parser);
            } else {
                readValue(parser, field.get());
            }
        }
    }

    private void readValue(JsonParser parser, Field field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            complain(field.label(), "is an object or an array; it must be a single value");
            skip(parser);
        } else if (token != JsonToken.VALUE_NULL) {
            String text = parser.getText();
            raw.set(field, text);
            wrongType(field, token).ifPresent(reason -> complain(field.label(), reason));
        }
    }

    private static Optional<String> wrongType(Field field, JsonToken token) {
        boolean isText = token == JsonToken.VALUE_STRING;
        return switch (field) {
            case CODE ->
                unless(
                        isText,
                        "is not a string; put it in quotation marks, or digits such as leading zeros could be lost");
            case TYPE, EXPIRATION_DATE -> unless(isText, "is not a string; put it in quotation marks");
            case DISCOUNT -> unless(isText || token.isNumeric(), "is not a whole number from 0 to 99");
            case IN_USE -> unless(isText || token.isBoolean(), "is neither true nor false");
        };
    }

    private static Optional<String> unless(boolean right, String reason) {
        return right ? Optional.empty() : Optional.of(reason);
    }

    /** The report lists only the first problem of a row. */
    private void complain(String field, String reason) {
        if (problem.isEmpty()) {
            problem = Optional.of(new InvalidFieldException(field, reason));
        }
    }

    private void skip(JsonParser parser) throws IOException {
        int depth = 0;
        for (JsonToken token = parser.currentToken(); ; token = advance(parser)) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            if (depth > MAX_DEPTH) {
                throw BadBodyException.malformed("%s %d is nested more than %d levels deep; a row must be a flat object"
                        .formatted(unit, line, MAX_DEPTH));
            }
        }
    }

    private JsonToken advance(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.currentLocation().getCharOffset() - startOffset > maxRowLength) {
            throw tooLong(line);
        }
        return token;
    }

    BadBodyException tooLong(long line) {
        return BadBodyException.malformed(
                "%s %d is longer than %d characters; perhaps a closing quotation mark or brace is missing"
                        .formatted(unit, line, maxRowLength));
    }
}
