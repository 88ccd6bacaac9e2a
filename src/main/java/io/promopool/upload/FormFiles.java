package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * The files of a {@code multipart/form-data} body, one after the other as they arrive.
 *
 * <p>This class uses the library's MultipartInput and not its iterator of items. The iterator takes a body that breaks
 * off between two files as complete, and skips parts without a name.
 */
final class FormFiles {
    private static final int BUFFER_BYTES = 16_384;
    private static final int MAX_HEADER_BYTES = 4_096;
    private static final int MAX_BOUNDARY_LENGTH = 70;
    private static final int MAX_NAME_CODE_POINTS = 255;

    private final MultipartInput parts;
    private boolean started;

    private FormFiles(MultipartInput parts) {
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
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY_LENGTH) {
            throw BadBodyException.malformed(
                    "the boundary in the Content-Type must have 1 to " + MAX_BOUNDARY_LENGTH + " characters");
        }
        MultipartInput parts = MultipartInput.builder()
                .setInputStream(body)
                .setBufferSize(BUFFER_BYTES)
                .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                .setMaxPartHeaderSize(MAX_HEADER_BYTES)
                .get();
        parts.setHeaderCharset(StandardCharsets.UTF_8);
        return new FormFiles(parts);
    }

    /**
     * The next file; empty after the last. The file before it must have been read to its end.
     *
     * @throws BadBodyException if the body breaks off, if it has a field that is not a file, or if it has no file at
     *     all
     */
    Optional<FilePart> next() throws IOException {
        boolean more = started ? parts.readBoundary() : parts.skipPreamble();
        if (!more && !started) {
            throw BadBodyException.malformed("there is no file in the form");
        }
        started = true;
        return more ? Optional.of(file(headers())) : Optional.empty();
    }

    private FilePart file(Map<String, String> headers) throws IOException {
        Map<String, String> disposition = HeaderParameters.parse(headers.getOrDefault("content-disposition", ""));
        if (!disposition.containsKey("filename")) {
            String name = Optional.ofNullable(disposition.get("name")).orElse("");
            throw BadBodyException.malformed("the form field \"" + Excerpt.of(name, MAX_NAME_CODE_POINTS)
                    + "\" is not a file; send parameters in the query of the URL");
        }
        String name = Optional.ofNullable(disposition.get("filename")).orElse("");
        String type = headers.get("content-type");
        Optional<MediaType> mediaType = type == null ? Optional.empty() : Optional.of(MediaType.parse(type));
        return new FilePart(Excerpt.of(name, MAX_NAME_CODE_POINTS), mediaType, parts.newInputStream());
    }

    private Map<String, String> headers() throws IOException {
        String text;
        try {
            text = parts.readHeaders();
        } catch (FileUploadSizeException e) {
            throw BadBodyException.malformed(
                    "a part of the form has headers of more than " + MAX_HEADER_BYTES + " bytes");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line : text.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return headers;
    }
}
