package io.promopool.upload;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.util.QuotedStringTokenizer;

/** Parses the parameters of a header, such as {@code text/csv; charset=utf-8}. */
final class HeaderParameters {
    private static final QuotedStringTokenizer PARTS = QuotedStringTokenizer.builder()
            .delimiters(";")
            .ignoreOptionalWhiteSpace()
            .allowEmbeddedQuotes()
            .allowEscapeOnlyForQuotes()
            .returnQuotes()
            .build();

    private static final String EXTENDED = "utf-8'";

    private HeaderParameters() {}

    /**
     * The parameters, by their names in lower case. The first of a name counts. A parameter {@code name*} in UTF-8 (RFC
     * 8187) goes before {@code name}.
     *
     * @throws BadBodyException if the text is malformed
     */
    static Map<String, String> parse(String header) throws BadBodyException {
        String[] halves = header.split(";", 2);
        if (halves.length == 1) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        try {
            for (Iterator<String> parts = PARTS.tokenize(halves[1]); parts.hasNext(); ) {
                put(parts.next(), parameters);
            }
        } catch (IllegalArgumentException e) {
            // A quote that is not closed, or an escape that is none.
            throw BadBodyException.malformed(
                    "the header parameters " + Excerpt.of(halves[1].trim(), 200) + " can't be read");
        }
        return parameters;
    }

    private static void put(String part, Map<String, String> parameters) {
        int equals = part.indexOf('=');
        if (equals <= 0) {
            return;
        }
        String name = part.substring(0, equals).trim().toLowerCase(Locale.ROOT);
        String value = unquote(part.substring(equals + 1).trim());
        if (!name.endsWith("*")) {
            parameters.putIfAbsent(name, value);
        } else if (value.toLowerCase(Locale.ROOT).startsWith(EXTENDED)) {
            String encoded = value.substring(value.indexOf('\'', EXTENDED.length()) + 1);
            parameters.put(
                    name.substring(0, name.length() - 1),
                    URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
    }

    /** Removes the quotes. Browsers send a backslash in a file name as it is; only a quote is escaped. */
    private static String unquote(String value) {
        return value.length() > 1 && value.startsWith("\"")
                ? value.substring(1, value.length() - 1).replace("\\\"", "\"")
                : value;
    }
}
