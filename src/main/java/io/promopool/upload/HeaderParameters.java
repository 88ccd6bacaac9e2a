package io.promopool.upload;

import java.util.Map;
import org.apache.commons.fileupload2.core.ParameterParser;

/** Parses the parameters of a header, such as {@code charset=utf-8; boundary=x}. */
final class HeaderParameters {
    private HeaderParameters() {}

    /**
     * The parameters, by their names in lower case.
     *
     * @throws BadBodyException if the text is malformed
     */
    static Map<String, String> parse(String text) throws BadBodyException {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        try {
            return parser.parse(text, ';');
        } catch (IllegalArgumentException e) {
            // The library throws this for an encoded word with invalid Base64.
            throw BadBodyException.malformed("the header parameters " + Excerpt.of(text, 200) + " can't be read");
        }
    }
}
