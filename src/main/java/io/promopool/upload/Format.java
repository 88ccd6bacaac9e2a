package io.promopool.upload;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The formats of a file of rows. */
enum Format {
    CSV(Set.of("text/csv"), Set.of("csv")),
    JSON(Set.of("application/json"), Set.of("json")),
    NDJSON(
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl"),
            Set.of("ndjson", "jsonl"));

    private final Set<String> mediaTypes;
    private final Set<String> extensions;

    Format(Set<String> mediaTypes, Set<String> extensions) {
        this.mediaTypes = mediaTypes;
        this.extensions = extensions;
    }

    static Optional<Format> ofMediaType(MediaType type) {
        for (Format format : values()) {
            if (format.mediaTypes.contains(type.essence())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    static Optional<Format> ofFileName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (Format format : values()) {
            if (format.extensions.contains(extension)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
