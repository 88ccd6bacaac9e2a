package io.promopool.http.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes text in a URL, exactly once and in strict UTF-8. The framework's own decoding turns {@code %252B} into a plus
 * sign, and bytes that are not UTF-8 into U+FFFD. Both would name another type or code than the caller did.
 */
public final class UrlText {
    /** The server puts this in place of bytes that are not percent-encoded and not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private UrlText() {}

    /**
     * Decodes a path segment, or a name or value of a query.
     *
     * @param plusIsSpace whether {@code +} means a space, as in a query
     * @throws ProblemException if the percent-encoding is broken, or the text is not UTF-8
     */
    public static String decode(String raw, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == REPLACEMENT) {
                throw notUtf8();
            }
            if (c == '%') {
                bytes.write(hexByte(raw, i + 1));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < raw.length() ? i + 2 : i + 1;
                bytes.writeBytes(raw.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end - 1;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    private static ProblemException notUtf8() {
        return ProblemException.of(
                ProblemType.INVALID_REQUEST, "The URL is not valid UTF-8; percent-encode the UTF-8 bytes of the text.");
    }

    private static int hexByte(String raw, int at) {
        int high = at + 1 < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
        int low = at + 1 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw ProblemException.of(
                    ProblemType.INVALID_REQUEST,
                    "The URL has a % without two hexadecimal digits after it; write %25 for a percent sign.");
        }
        return high << 4 | low;
    }
}
