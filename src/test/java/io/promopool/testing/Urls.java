package io.promopool.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text in URLs. */
public final class Urls {
    private Urls() {}

    /** Encodes text for a segment of a path, or for a value in a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
