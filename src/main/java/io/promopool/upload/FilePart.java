package io.promopool.upload;

import java.io.InputStream;
import java.util.Optional;

/**
 * One file of a form.
 *
 * @param name as the sender calls it
 * @param content to be read before the next part is asked for
 */
record FilePart(String name, Optional<MediaType> mediaType, InputStream content) {
    /** By the extension of the name; what browsers say about the type of a CSV depends on what is installed. */
    Format format() throws BadBodyException {
        if (mediaType.isPresent()) {
            mediaType.get().requireUtf8();
        }
        return Format.ofFileName(name)
                .or(() -> mediaType.flatMap(Format::ofMediaType))
                .orElseThrow(() -> BadBodyException.unsupported(
                        "its format is not known; name it .csv, .json, .ndjson or .jsonl"));
    }
}
