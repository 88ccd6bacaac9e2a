package io.promopool.upload;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Content-Type, parsed.
 *
 * @param essence type and subtype, in lower case
 * @param parameters by their names in lower case
 */
record MediaType(String essence, Map<String, String> parameters) {
    static final String MULTIPART = "multipart/form-data";

    private static final int MAX_QUOTED_CODE_POINTS = 100;

    static MediaType parse(String header) throws BadBodyException {
        String essence = header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return new MediaType(essence, HeaderParameters.parse(header));
    }

    boolean isMultipart() {
        return essence.equals(MULTIPART);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * Checks that the text is UTF-8, as far as this header says.
     *
     * @throws BadBodyException if the header names a character set other than UTF-8 or ASCII
     */
    void requireUtf8() throws BadBodyException {
        String charset = parameter("charset").orElse("utf-8").toLowerCase(Locale.ROOT);
        if (!charset.equals("utf-8") && !charset.equals("utf8") && !charset.equals("us-ascii")) {
            throw BadBodyException.unsupported("the character set " + Excerpt.of(charset, MAX_QUOTED_CODE_POINTS)
                    + " is not supported; save the file as UTF-8 and send it with charset=utf-8");
        }
    }

    /** The media type, cut for a message. */
    String excerpt() {
        return Excerpt.of(essence, MAX_QUOTED_CODE_POINTS);
    }
}
