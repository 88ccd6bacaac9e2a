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
 * What the bytes of an upload are.
 *
 * @param gzip whether they are packed
 */
record UploadFormat(Kind kind, boolean gzip) {
    /** How far the first character of the rows is looked for. */
    private static final int LOOK_BYTES = 4_096;

    private static final int GZIP_1 = 0x1f;
    private static final int GZIP_2 = 0x8b;

    /** The formats of rows. */
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
     * The bytes themselves say whether they are packed. The kind is the one asked for, else that of the name, else the
     * first character tells: [ begins an array, a brace begins rows of NDJSON, all else a header of CSV.
     *
     * @param in one that can be marked; it is left at its beginning
     */
    static UploadFormat of(String fileName, Optional<Kind> asked, InputStream in) throws IOException {
        in.mark(LOOK_BYTES);
        byte[] start = in.readNBytes(2);
        boolean gzip = start.length == 2 && (start[0] & 0xff) == GZIP_1 && (start[1] & 0xff) == GZIP_2;
        in.reset();
        Optional<Kind> told = asked.or(() -> Kind.ofName(fileName));
        if (told.isPresent()) {
            return new UploadFormat(told.get(), gzip);
        }
        in.mark(LOOK_BYTES);
        byte[] more = in.readNBytes(LOOK_BYTES);
        in.reset();
        return new UploadFormat(Kind.ofFirstCharacter(firstCharacter(more, gzip)), gzip);
    }

    String mediaType() {
        return kind.mediaType;
    }

    /** Of the rows, past blanks and a byte order mark; -1 where there is none. */
    private static int firstCharacter(byte[] start, boolean gzip) {
        try (InputStream plain = new ByteArrayInputStream(start);
                InputStream in = gzip ? new GZIPInputStream(plain) : plain) {
            int c = in.read();
            while (c != -1 && (Character.isWhitespace(c) || c > 0x7f)) {
                c = in.read();
            }
            return c;
        } catch (IOException e) {
            // Not gzip after all, or all blanks: the service will say what is wrong with it.
            return -1;
        }
    }
}
