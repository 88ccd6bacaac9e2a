package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;

/**
 * Reads strict UTF-8, with or without a byte order mark.
 *
 * <p>All text before invalid bytes, or before a failure of the stream, is returned before the failure is thrown.
 * InputStreamReader would drop the text that it decoded in the same call, and with it rows that arrived whole.
 */
final class Utf8Reader extends Reader {
    private static final int BUFFER_BYTES = 16_384;
    private static final String HINT = "; save the file as UTF-8 and send it again";

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES).flip();
    private boolean ended;
    private char lastChar;
    private long lineEnds;

    private Utf8Reader(InputStream in) {
        this.in = in;
    }

    /**
     * Opens a stream.
     *
     * @throws BadBodyException if the stream begins with the byte order mark of another encoding
     */
    static Utf8Reader open(InputStream in) throws IOException {
        BOMInputStream unmarked = BOMInputStream.builder()
                .setInputStream(in)
                .setByteOrderMarks(
                        ByteOrderMark.UTF_8,
                        ByteOrderMark.UTF_16BE,
                        ByteOrderMark.UTF_16LE,
                        ByteOrderMark.UTF_32BE,
                        ByteOrderMark.UTF_32LE)
                .get();
        ByteOrderMark mark = unmarked.getBOM();
        if (mark != null && !mark.equals(ByteOrderMark.UTF_8)) {
            throw BadBodyException.malformed("the text is " + mark.getCharsetName() + HINT);
        }
        return new Utf8Reader(unmarked);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!chars.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Decodes until there are characters, or until the end or a failure. */
    private boolean fill() throws IOException {
        while (true) {
            chars.clear();
            CoderResult result = decoder.decode(bytes, chars, ended);
            chars.flip();
            if (chars.hasRemaining()) {
                countLineEnds();
                return true;
            }
            if (result.isError()) {
                throw BadBodyException.malformed("the bytes at line " + (lineEnds + 1) + " are not UTF-8" + HINT);
            }
            if (ended) {
                return false;
            }
            readBytes();
        }
    }

    private void readBytes() throws IOException {
        bytes.compact();
        try {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (count < 0) {
                ended = true;
            } else {
                bytes.position(bytes.position() + count);
            }
        } finally {
            bytes.flip();
        }
    }

    private void countLineEnds() {
        char[] decoded = chars.array();
        for (int i = 0; i < chars.limit(); i++) {
            char c = decoded[i];
            if (c == '\r' || (c == '\n' && lastChar != '\r')) {
                lineEnds++;
            }
            lastChar = c;
        }
    }
}
