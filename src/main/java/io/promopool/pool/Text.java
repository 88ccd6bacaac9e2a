package io.promopool.pool;

/**
 * The rules of all text that callers choose: codes, types and claim keys.
 *
 * <p>Text is trimmed of Unicode white space at both ends (U+00A0 and its kin too, which spreadsheets leave behind) and
 * not normalised otherwise. Lengths count code points. Control characters and unpaired surrogates are refused: the
 * first can't be seen, the second can't be stored as UTF-8.
 */
public final class Text {
    public static final int MAX_CODE_LENGTH = 255;
    public static final int MAX_TYPE_LENGTH = 128;
    public static final int MAX_KEY_LENGTH = 255;

    /** Keys the service makes for claims that come without one begin like this. */
    public static final String AUTO_KEY_PREFIX = "auto:";

    private static final int AUTO_KEY_DIGITS = 32;

    private Text() {}

    /** A promo code, 1 to {@value #MAX_CODE_LENGTH} characters. Case counts. */
    public static String code(String raw) {
        return checked("code", raw, MAX_CODE_LENGTH);
    }

    /** The name of a type, 1 to {@value #MAX_TYPE_LENGTH} characters. Case counts. */
    public static String type(String raw) {
        return checked("type", raw, MAX_TYPE_LENGTH);
    }

    /**
     * A claim key, 1 to {@value #MAX_KEY_LENGTH} characters. One that begins with {@code auto:} must have the form of
     * the service's own keys, so that a caller can ask again with a key it was given but can't collide with one.
     */
    public static String key(String raw) {
        String key = checked("key", raw, MAX_KEY_LENGTH);
        if (key.startsWith(AUTO_KEY_PREFIX) && !isAutoKey(key)) {
            throw new InvalidFieldException(
                    "key",
                    "begins with auto: but is none of the service's own (auto: and 32 hexadecimal digits); choose another");
        }
        return key;
    }

    /** Trimmed of Unicode white space at both ends; the same object where there is none. */
    public static String trim(String raw) {
        int start = 0;
        int end = raw.length();
        while (start < end && isSpace(raw.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(raw.charAt(end - 1))) {
            end--;
        }
        return raw.substring(start, end);
    }

    private static String checked(String field, String raw, int maxLength) {
        String text = trim(raw);
        if (text.isEmpty()) {
            throw new InvalidFieldException(field, "is empty; it takes 1 to " + maxLength + " characters");
        }
        int length = 0;
        for (int i = 0; i < text.length(); length++) {
            char first = text.charAt(i);
            if (Character.isISOControl(first)) {
                String reason = "has a control character (U+%04X) at position %d; remove it";
                throw new InvalidFieldException(field, reason.formatted((int) first, length + 1));
            }
            if (!Character.isSurrogate(first)) {
                i++;
            } else if (Character.isHighSurrogate(first)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i += 2;
            } else {
                throw new InvalidFieldException(
                        field,
                        "has half of a surrogate pair at position %d, which is no character".formatted(length + 1));
            }
        }
        if (length > maxLength) {
            throw new InvalidFieldException(
                    field, "has %d characters; at most %d are taken".formatted(length, maxLength));
        }
        return text;
    }

    private static boolean isAutoKey(String key) {
        if (key.length() != AUTO_KEY_PREFIX.length() + AUTO_KEY_DIGITS) {
            return false;
        }
        return key.chars()
                .skip(AUTO_KEY_PREFIX.length())
                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Unicode's White_Space; all of it lies in the basic plane. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
