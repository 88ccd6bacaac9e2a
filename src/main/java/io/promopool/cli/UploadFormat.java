package io.promopool.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The format of an upload.
 *
 * @param gzip whether the bytes are gzipped
 */
record UploadFormat(Kind kind, boolean gzip) {
    /** How many bytes are searched for the first character of the rows. */
    private static final int PEEK_BYTES = 4_096;

    private static final int GZIP_1 = 0x1f;
    private static final int GZIP_2 = 0x8b;

    /** The format of the rows. */
    enum Kind {
        CSV("text/csv", Set.of("csv", "tsv", "txt")),
        JSON("application/json", Set.of("json")),
        NDJSON("application/x-ndjson", Set.of("ndjson", "jsonl"));

        private final String mediaType;
        private final Set<String> extensions;

        Kind(String mediaType, Set<String> extensions) {
            this.mediaType = mediaType;
            this.extensions = extensions;
        }

        private static Optional<Kind> ofName(String fileName) {
            String name = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
            String extension = name.substring(name.lastIndexOf('.') + 1);
            return Arrays.stream(values())
                    .filter(kind -> kind.extensions.contains(extension))
                    .findFirst();
        }

        private static Kind ofFirstCharacter(int c) {
            return c == '[' ? JSON : c == '{' ? NDJSON : CSV;
        }
    }

    /**
     * Detects the format. The first bytes show whether the content is gzipped. The kind is the requested one, or else
     * that of the file name, or else that of the first character: [ starts a JSON array, a brace starts a row of
     * NDJSON, and anything else starts a CSV header.
     *
     * @param in must support marks; it is reset to its beginning
     */
    static UploadFormat of(String fileName, Optional<Kind> asked, InputStream in) throws IOException {
        in.mark(PEEK_BYTES);
        byte[] start = in.readNBytes(2);
        boolean gzip = start.length == 2 && (start[0] & 0xff) == GZIP_1 && (start[1] & 0xff) == GZIP_2;
        in.reset();
        Optional<Kind> told = asked.or(() -> Kind.ofName(fileName));
        if (told.isPresent()) {
            return new UploadFormat(told.get(), gzip);
        }
        in.mark(PEEK_BYTES);
        byte[] more = in.readNBytes(PEEK_BYTES);
        in.reset();
        return new UploadFormat(Kind.ofFirstCharacter(firstCharacter(more, gzip)), gzip);
    }

    String mediaType() {
        return kind.mediaType;
    }

    /** The first character after white space and a byte order mark; -1 if there is none. */
    private static int firstCharacter(byte[] start, boolean gzip) {
        try (InputStream plain = new ByteArrayInputStream(start);
                InputStream in = gzip ? new GZIPInputStream(plain) : plain) {
            int c = in.read();
            while (c != -1 && (Character.isWhitespace(c) || c > 0x7f)) {
                c = in.read();
            }
            return c;
        } catch (IOException e) {
            // Not gzip after all, or all white space: the service will report what is wrong.
            return -1;
        }
    }
}
