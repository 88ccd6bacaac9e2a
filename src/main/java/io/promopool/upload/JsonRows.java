package io.promopool.upload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.promopool.pool.Text;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Reads the rows of one JSON text: an array of objects, a single object, or one object per line. */
final class JsonRows {
    private final JsonFactory json;
    private final int maxRowLength;
    private final RowChunks chunks;

    JsonRows(JsonFactory json, int maxRowLength, RowChunks chunks) {
        this.json = json;
        this.maxRowLength = maxRowLength;
        this.chunks = chunks;
    }

    /** A factory whose parsers keep no more of a text in memory than the longest row. */
    static JsonFactory factory(int maxRowLength) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxRowLength)
                        .maxNameLength(maxRowLength)
                        .maxNumberLength(maxRowLength)
                        .build())
                // Closing a file of a form reads it to its end, which is a waste if the file is rejected.
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                // Names would be cached for all later uploads, and a text can contain any number of different names.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    /**
     * Reads an array, or one object. The line of a row is the number of the element, from 1.
     *
     * @throws BadBodyException if the text can't be read any further; the rows before that place are in the chunks
     * @throws UploadFailure if loading failed
     */
    void readDocument(Reader text) throws IOException, UploadFailure {
        JsonRow row = new JsonRow("element", maxRowLength, chunks);
        long element = 1;
        try (JsonParser parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw empty();
            }
            if (first == JsonToken.START_ARRAY) {
                for (; parser.nextToken() != JsonToken.END_ARRAY; element++) {
                    row.read(parser, element);
                    row.deliver();
                }
            } else if (first == JsonToken.START_OBJECT) {
                row.read(parser, element);
                row.deliver();
            } else {
                throw BadBodyException.malformed("the JSON is a single value; send an array of objects, or one object");
            }
            requireEnd(parser, 0);
        } catch (JsonProcessingException e) {
            boolean isTooLong = e instanceof StreamConstraintsException || row.isTooLongAt(e.getLocation());
            throw isTooLong ? row.tooLong(element) : explain(e, 0);
        }
    }

    /**
     * Reads one object from each line. Blank lines are skipped.
     *
     * @throws BadBodyException if the text can't be read any further; the rows before that place are in the chunks
     * @throws UploadFailure if loading failed
     */
    void readLines(Reader text) throws IOException, UploadFailure {
        RowReader reader = new RowReader(text, maxRowLength, "a line break might be missing");
        JsonRow row = new JsonRow("line", maxRowLength, chunks);
        boolean any = false;
        Optional<String> next = reader.readLine(1);
        for (long line = 1; next.isPresent(); next = reader.readLine(++line)) {
            if (!Text.trim(next.get()).isEmpty()) {
                any = true;
                readLine(next.get(), line, row);
            }
        }
        if (!any) {
            throw empty();
        }
    }

    private void readLine(String text, long line, JsonRow row) throws IOException, UploadFailure {
        try (JsonParser parser = json.createParser(text)) {
            parser.nextToken();
            row.read(parser, line);
            requireEnd(parser, line - 1);
        } catch (JsonProcessingException e) {
            throw explain(e, line - 1);
        }
        row.deliver();
    }

    private static void requireEnd(JsonParser parser, long linesBefore) throws IOException {
        if (parser.nextToken() != null) {
            throw BadBodyException.malformed(
                    "there is text after the end of the JSON, at " + place(parser.currentTokenLocation(), linesBefore));
        }
    }

    private static BadBodyException empty() {
        return BadBodyException.malformed("the body is empty; to upload no rows, send []");
    }

    /** Jackson's own messages name its classes and options, which do not help the sender of a file. */
    private static BadBodyException explain(JsonProcessingException e, long linesBefore) {
        String what = e instanceof JsonEOFException ? "the JSON ends too early, at " : "this is not valid JSON, at ";
        return BadBodyException.malformed(what + place(e.getLocation(), linesBefore));
    }

    private static String place(JsonLocation location, long linesBefore) {
        return "line " + (location.getLineNr() + linesBefore) + ", column " + location.getColumnNr();
    }
}
