package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.input.CloseShieldInputStream;

/** How the bytes of a body are packed. */
enum ContentCoding {
    IDENTITY,
    GZIP;

    private static final int BUFFER_BYTES = 16_384;

    /** @param header the Content-Encoding; absent is the same as identity */
    static ContentCoding of(Optional<String> header) throws BadBodyException {
        String name = header.map(String::trim).orElse("").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            default ->
                throw BadBodyException.unsupported("the content encoding " + Excerpt.of(name, 100)
                        + " is not taken; send the body as it is, or with Content-Encoding: gzip");
        };
    }

    /** The bytes as they were before packing. To be closed, which leaves the packed stream open. */
    InputStream unpack(InputStream packed) throws IOException {
        InputStream shielded = CloseShieldInputStream.wrap(packed);
        return this == GZIP ? new GZIPInputStream(new EagerInput(shielded), BUFFER_BYTES) : shielded;
    }
}
