package io.promopool.http.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Reads small JSON bodies into memory. A body must be exactly one value in strict UTF-8; its size and the time that it
 * takes to arrive are limited.
 */
public final class JsonBody {
    /** For one object: about 60 times the length of the longest texts. */
    static final int MAX_OBJECT_BYTES = 64 * 1024;

    /** For an array of objects. */
    static final int MAX_ARRAY_BYTES = 1024 * 1024;

    private static final String JSON = "application/json";

    private JsonBody() {}

    /**
     * Reads a body that should be a JSON object. If it is another JSON value, {@link JsonFields#check} reports that.
     *
     * @throws ProblemException if the body is not a single JSON value, is too long, arrives too slowly or is
     *     compressed, or if its media type is not JSON
     */
    public static JsonFields object(Context ctx, BodyReader bodyReader) {
        return object(read(ctx, MAX_OBJECT_BYTES, bodyReader));
    }

    /**
     * Parses a body that was already read. The media type is not checked.
     *
     * @throws ProblemException if the body is not a single JSON value
     */
    public static JsonFields object(byte[] bytes) {
        return parse(decode(bytes), parser -> {
            parser.nextToken();
            return JsonFields.read(parser);
        });
    }

    /**
     * Reads a body that must be a JSON array of 1 to {@code maxElements} elements. An element that is not an object is
     * reported by {@link JsonFields#check}.
     *
     * @throws ProblemException if the body is not such an array, is too long, arrives too slowly or is compressed, or
     *     if its media type is not JSON
     */
    public static List<JsonFields> array(Context ctx, int maxElements, BodyReader bodyReader) {
        return parse(decode(read(ctx, MAX_ARRAY_BYTES, bodyReader)), parser -> readArray(parser, maxElements));
    }

    private static List<JsonFields> readArray(JsonParser parser, int maxElements) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw ProblemException.of(ProblemType.INVALID_REQUEST, "The body must be a JSON array; put [ ] around it.");
        }
        List<JsonFields> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == maxElements) {
                throw ProblemException.of(
                        ProblemType.INVALID_REQUEST,
                        "The array has more than %d elements; split them over several requests."
                                .formatted(maxElements));
            }
            elements.add(JsonFields.read(parser));
        }
        if (elements.isEmpty()) {
            throw ProblemException.of(ProblemType.INVALID_REQUEST, "The array is empty; send at least one element.");
        }
        return elements;
    }

    private interface ValueReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static <T> T parse(String text, ValueReader<T> reader) {
        if (text.isBlank()) {
            throw ProblemException.of(ProblemType.INVALID_REQUEST, "The body is empty; it must be JSON.");
        }
        try (JsonParser parser = Json.parser(text)) {
            T value = reader.read(parser);
            if (parser.nextToken() != null) {
                throw ProblemException.of(
                        ProblemType.INVALID_REQUEST, "The body has more text after its JSON value; remove it.");
            }
            return value;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line %d, column %d)"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw ProblemException.of(
                    ProblemType.INVALID_REQUEST, "The body is not valid JSON" + place + ": " + reason(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static byte[] read(Context ctx, int maxBytes, BodyReader bodyReader) {
        checkMediaType(ctx.header("Content-Type"));
        Optional<String> encoding = Optional.ofNullable(ctx.header("Content-Encoding"));
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "This request can't have a compressed body; send it uncompressed, without Content-Encoding.");
        }
        if (ctx.req().getContentLengthLong() > maxBytes) {
            throw new ProblemException(ProblemMapper.bodyTooLarge(maxBytes));
        }
        try {
            return bodyReader.read(ctx.bodyInputStream(), ctx.req().getContentLengthLong(), maxBytes);
        } catch (IOException e) {
            throw e.getCause() instanceof TimeoutException
                    ? new ProblemException(ProblemMapper.ofStatus(408, ""))
                    : new ProblemException(ProblemMapper.bodyCutShort());
        }
    }

    /**
     * Whether a Content-Type is {@code application/json}, in UTF-8 if it names a character set.
     *
     * @param contentType the value of the header; null if there is no such header
     */
    public static boolean isJson(String contentType) {
        if (contentType == null || contentType.equals(JSON)) {
            return contentType != null;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
        boolean json = parts[0].strip().equals(JSON);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        return json;
    }

    private static void checkMediaType(String contentType) {
        if (!isJson(contentType)) {
            throw ProblemException.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be JSON in UTF-8 and say so: send the header Content-Type: application/json.");
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.of(ProblemType.INVALID_REQUEST, "The body is not valid UTF-8; send it as UTF-8.");
        }
    }

    /** Jackson's reason without its remarks about itself, such as "(start marker at [Source: REDACTED …])". */
    private static String reason(JsonProcessingException e) {
        String reason = e.getOriginalMessage();
        int remark = reason.indexOf(" (start marker at");
        return remark < 0 ? reason : reason.substring(0, remark);
    }
}
