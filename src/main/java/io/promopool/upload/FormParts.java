package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;

/**
 * The parts of a {@code multipart/form-data} body, one after the other as they arrive.
 *
 * <p>Jetty's parser reports what it finds in the bytes that it is given. It is given no more bytes before all that it
 * found in the last ones is read, so at most one buffer is in memory.
 */
final class FormParts {
    private static final int BUFFER_BYTES = 16_384;
    private static final int MAX_HEADER_BYTES = 4_096;

    private final InputStream body;
    private final MultiPart.Parser parser;
    private final Deque<Found> found = new ArrayDeque<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private boolean started;
    private boolean ended;

    /** @param boundary 1 to 70 ASCII characters */
    FormParts(InputStream body, String boundary) {
        this.body = body;
        // Not the strict mode: Jetty 12.1.14 then fails if a buffer ends between the CR and the LF before a boundary.
        parser = new MultiPart.Parser(boundary, MultiPartCompliance.RFC7578, new Listener());
        parser.setPartHeadersMaxLength(MAX_HEADER_BYTES);
        // Any number of parts: the limit is that of the bytes of the body.
        parser.setMaxParts(-1);
    }

    /**
     * The headers of the next part, by their names in lower case; empty after the last part. The content of the part
     * before it must have been read to its end.
     *
     * @throws BadBodyException if the body breaks off, or has no part at all
     */
    Optional<Map<String, String>> next() throws IOException {
        Found next = take();
        if (next instanceof Begin begin) {
            return Optional.of(begin.headers);
        }
        if (!(next instanceof Complete)) {
            throw new IllegalStateException("the part before was not read to its end");
        }
        if (!started) {
            throw noFile();
        }
        return Optional.empty();
    }

    /** The content of the part whose headers {@link #next()} returned. */
    InputStream content() {
        return new PartContent();
    }

    private Found take() throws IOException {
        while (found.isEmpty()) {
            read();
        }
        Found next = found.remove();
        if (next instanceof Failed failed) {
            throw describe(failed.reason);
        }
        return next;
    }

    private void read() throws IOException {
        if (ended) {
            throw new IllegalStateException("the last part was read");
        }
        int count = body.read(buffer, 0, buffer.length);
        ended = count < 0;
        parser.parse(ended ? Content.Chunk.EOF : Content.Chunk.from(ByteBuffer.wrap(buffer, 0, count), false));
    }

    private BadBodyException describe(Throwable reason) {
        if (!started) {
            return noFile();
        }
        // Jetty has no exception of its own for this.
        if (reason instanceof IllegalStateException) {
            return BadBodyException.malformed(
                    "a part of the form has headers of more than " + MAX_HEADER_BYTES + " bytes");
        }
        return BadBodyException.malformed(
                "the form is incomplete, or its parts are not separated by the boundary in its Content-Type");
    }

    private static BadBodyException noFile() {
        return BadBodyException.malformed("there is no file in the form");
    }

    /** What the parser found. */
    private sealed interface Found {}

    private record Begin(Map<String, String> headers) implements Found {}

    private record Piece(ByteBuffer bytes) implements Found {}

    private record End() implements Found {}

    private record Complete() implements Found {}

    private record Failed(Throwable reason) implements Found {}

    private final class Listener implements MultiPart.Parser.Listener {
        private Map<String, String> headers = new HashMap<>();

        @Override
        public void onPartBegin() {
            started = true;
            headers = new HashMap<>();
        }

        @Override
        public void onPartHeader(String name, String value) {
            headers.put(name.toLowerCase(Locale.ROOT), value);
        }

        @Override
        public void onPartHeaders() {
            found.add(new Begin(headers));
        }

        @Override
        public void onPartContent(Content.Chunk chunk) {
            found.add(new Piece(chunk.getByteBuffer()));
        }

        @Override
        public void onPartEnd() {
            found.add(new End());
        }

        @Override
        public void onComplete() {
            found.add(new Complete());
        }

        @Override
        public void onFailure(Throwable failure) {
            found.add(new Failed(failure));
        }
    }

    private final class PartContent extends InputStream {
        private ByteBuffer piece = ByteBuffer.allocate(0);
        private boolean atEnd;

        @Override
        public int read() throws IOException {
            byte[] next = new byte[1];
            return read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!atEnd && !piece.hasRemaining()) {
                Found next = take();
                if (next instanceof Piece more) {
                    piece = more.bytes;
                } else {
                    atEnd = true;
                }
            }
            if (atEnd) {
                return -1;
            }
            int count = Math.min(length, piece.remaining());
            piece.get(target, offset, count);
            return count;
        }
    }
}
