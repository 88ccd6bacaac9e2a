package io.promopool.upload;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Passes text on line by line, and fails at a row that is too long.
 *
 * <p>The parser that reads from this reader gets at most one line at a time. So everything that it has read since
 * {@link #startRow} belongs to the current row, and of a file with an unclosed quotation mark no more gets into memory
 * than the longest row.
 */
final class RowReader extends Reader {
    private static final int BUFFER_CHARS = 8_192;

    private final Reader in;
    private final int maxRowLength;
    private final String hint;
    private final char[] buffer = new char[BUFFER_CHARS];
    private int start;
    private int end;
    private boolean afterReturn;
    private long rowLine = 1;
    private int rowLength;

    /**
     * Reads from {@code in}.
     *
     * @param maxRowLength in characters
     * @param hint why a row might be too long, for messages
     */
    RowReader(Reader in, int maxRowLength, String hint) {
        this.in = in;
        this.maxRowLength = maxRowLength;
        this.hint = hint;
    }

    /** What is read from now on belongs to the row at this line. */
    void startRow(long line) {
        rowLine = line;
        rowLength = 0;
    }

    /** The next line without its line end, as a row of its own; empty at the end of the text. */
    Optional<String> readLine(long line) throws IOException {
        startRow(line);
        if (atEnd()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        char[] piece = new char[256];
        for (int count = read(piece, 0, piece.length); count > 0; count = read(piece, 0, piece.length)) {
            text.append(piece, 0, count);
            if (dropLineEnd(text)) {
                break;
            }
        }
        return Optional.of(text.toString());
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (atEnd()) {
            return -1;
        }
        if (rowLength == maxRowLength) {
            throw BadBodyException.malformed(
                    "the row at line %d is longer than %d characters; %s".formatted(rowLine, maxRowLength, hint));
        }
        int available = Math.min(end - start, maxRowLength - rowLength);
        // After a carriage return the parser looks for a line feed; more than one character would belong to the next
        // row.
        int count = afterReturn ? 1 : lengthOfLine(start + Math.min(available, length));
        System.arraycopy(buffer, start, target, offset, count);
        start += count;
        rowLength += count;
        afterReturn = buffer[start - 1] == '\r';
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean atEnd() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return start == end;
    }

    private int lengthOfLine(int limit) {
        for (int i = start; i < limit; i++) {
            char c = buffer[i];
            if (c == '\n') {
                return i + 1 - start;
            }
            if (c == '\r') {
                return (i + 1 < limit && buffer[i + 1] == '\n' ? i + 2 : i + 1) - start;
            }
        }
        return limit - start;
    }

    private boolean dropLineEnd(StringBuilder text) throws IOException {
        int length = text.length();
        char last = text.charAt(length - 1);
        if (last == '\n') {
            text.setLength(length > 1 && text.charAt(length - 2) == '\r' ? length - 2 : length - 1);
            return true;
        }
        if (last == '\r') {
            text.setLength(length - 1);
            skipLineFeed();
            return true;
        }
        return false;
    }

    private void skipLineFeed() throws IOException {
        if (!atEnd() && buffer[start] == '\n') {
            start++;
            afterReturn = false;
        }
    }
}
