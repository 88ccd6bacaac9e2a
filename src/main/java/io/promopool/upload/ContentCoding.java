package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.io.input.CloseShieldInputStream;

/** How the bytes of a body are compressed. */
enum ContentCoding {
    IDENTITY,
    GZIP;

    /**
     * The coding that a header names.
     *
     * @param header Content-Encoding; absent = identity
     * @throws BadBodyException if the coding is not supported
     */
    static ContentCoding of(Optional<String> header) throws BadBodyException {
        String name = header.map(String::trim).orElse("").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            default ->
                throw BadBodyException.unsupported("the content encoding " + Excerpt.of(name, 100)
                        + " is not supported; send the body uncompressed, or with Content-Encoding: gzip");
        };
    }

    /** The uncompressed bytes. To be closed by the caller; that leaves {@code packed} open. */
    InputStream unpack(InputStream packed) throws IOException {
        InputStream shielded = CloseShieldInputStream.wrap(packed);
        return this == GZIP ? new GzipInput(shielded) : shielded;
    }
}
