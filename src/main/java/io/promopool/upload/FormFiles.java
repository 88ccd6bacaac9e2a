package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The files of a {@code multipart/form-data} body, one after the other as they arrive. */
final class FormFiles {
    private static final int MAX_BOUNDARY_LENGTH = 70;
    private static final int MAX_NAME_CODE_POINTS = 255;

    private final FormParts parts;

    private FormFiles(FormParts parts) {
        this.parts = parts;
    }

    /**
     * Opens a body.
     *
     * @throws BadBodyException if the media type has no valid boundary
     */
    static FormFiles open(InputStream body, MediaType type) throws IOException {
        String boundary = type.parameter("boundary")
                .orElseThrow(() -> BadBodyException.malformed("the Content-Type has no boundary"));
        if (boundary.isEmpty()
                || boundary.length() > MAX_BOUNDARY_LENGTH
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(boundary)) {
            throw BadBodyException.malformed(
                    "the boundary in the Content-Type must have 1 to " + MAX_BOUNDARY_LENGTH + " ASCII characters");
        }
        return new FormFiles(new FormParts(body, boundary));
    }

    /**
     * The next file; empty after the last. The file before it must have been read to its end.
     *
     * @throws BadBodyException if the body breaks off, if it has a field that is not a file, or if it has no file at
     *     all
     */
    Optional<FilePart> next() throws IOException {
        Optional<Map<String, String>> headers = parts.next();
        return headers.isEmpty() ? Optional.empty() : Optional.of(file(headers.get()));
    }

    private FilePart file(Map<String, String> headers) throws IOException {
        Map<String, String> disposition = HeaderParameters.parse(headers.getOrDefault("content-disposition", ""));
        if (!disposition.containsKey("filename")) {
            String name = disposition.getOrDefault("name", "");
            throw BadBodyException.malformed("the form field \"" + Excerpt.of(name, MAX_NAME_CODE_POINTS)
                    + "\" is not a file; send parameters in the query of the URL");
        }
        String type = headers.get("content-type");
        Optional<MediaType> mediaType = type == null ? Optional.empty() : Optional.of(MediaType.parse(type));
        return new FilePart(Excerpt.of(disposition.get("filename"), MAX_NAME_CODE_POINTS), mediaType, parts.content());
    }
}
