package io.promopool.upload;

import java.io.InputStream;
import java.util.Optional;

/**
 * One file of a form.
 *
 * @param name the file's name, as the sender calls it
 * @param mediaType absent if the part has none
 * @param content to be read to its end before the next file
 */
record FilePart(String name, Optional<MediaType> mediaType, InputStream content) {
    /**
     * The format, by the extension of the name; by the media type only if the extension is unknown, because the media
     * type that a browser sends for a CSV file depends on what is installed.
     *
     * @throws BadBodyException if neither is known
     */
    Format format() throws BadBodyException {
        if (mediaType.isPresent()) {
            mediaType.get().requireUtf8();
        }
        return Format.ofFileName(name)
                .or(() -> mediaType.flatMap(Format::ofMediaType))
                .orElseThrow(() -> BadBodyException.unsupported(
                        "its format is unknown; give its name the extension .csv, .json, .ndjson or .jsonl"));
    }
}
