package io.promopool.upload;

import java.util.Map;
import org.apache.commons.fileupload2.core.ParameterParser;

/** The parameters of a header, such as {@code charset=utf-8; boundary=x}, by their names in lower case. */
final class HeaderParameters {
    private HeaderParameters() {}

    static Map<String, String> parse(String text) throws BadBodyException {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        try {
            return parser.parse(text, ';');
        } catch (IllegalArgumentException e) {
            // What the library throws at an encoded word with broken Base64 in it.
            throw BadBodyException.malformed("the header parameters " + Excerpt.of(text, 200) + " can't be read");
        }
    }
}
