package io.promopool.cli;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A path of the API with its query parameters, percent-encoded. */
final class ApiPath {
    private final StringBuilder text = new StringBuilder();
    private char separator = '?';

    ApiPath(String... segments) {
        for (String segment : segments) {
            text.append('/').append(encoded(segment));
        }
    }

    ApiPath with(String parameter, Object value) {
        text.append(separator).append(parameter).append('=').append(encoded(value.toString()));
        separator = '&';
        return this;
    }

    URI at(String base) {
        return URI.create(base + text);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
