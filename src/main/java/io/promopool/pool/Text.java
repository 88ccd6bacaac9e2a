package io.promopool.pool;

/**
 * The rules of all text that callers choose: codes, types and claim keys.
 *
 * <p>Unicode white space is trimmed from both ends (also U+00A0 and the like, which spreadsheets leave behind); nothing
 * else is normalized. Lengths count code points. Control characters, line separators and invisible format characters
 * (general category Cf) are rejected because nobody can see them, unpaired surrogates because UTF-8 cannot encode them.
 * Inside the name of a type the two joiners (U+200C, U+200D) are allowed: some scripts and emoji need them.
 *
 * <p>Each method returns the trimmed text, and throws an {@link InvalidFieldException} if the text breaks a rule.
 */
public final class Text {
    /** The longest code, in characters. */
    public static final int MAX_CODE_LENGTH = 255;

    /** The longest name of a type, in characters. */
    public static final int MAX_TYPE_LENGTH = 128;

    /** The longest claim key, in characters. */
    public static final int MAX_KEY_LENGTH = 255;

    /** The beginning of the keys that the service makes for claims without a key. */
    public static final String AUTO_KEY_PREFIX = "auto:";

    private static final int AUTO_KEY_DIGITS = 32;

    /** The soft hyphen. Almost all texts have only characters before it, which need no look-up of their category. */
    private static final char FIRST_INVISIBLE = '\u00AD';

    private Text() {}

    /** A promo code, 1 to {@value #MAX_CODE_LENGTH} characters, case-sensitive. */
    public static String code(String raw) {
        return checked("code", raw, MAX_CODE_LENGTH, false);
    }

    /** The name of a type, 1 to {@value #MAX_TYPE_LENGTH} characters, case-sensitive. */
    public static String type(String raw) {
        return checked("type", raw, MAX_TYPE_LENGTH, true);
    }

    /**
     * A claim key, 1 to {@value #MAX_KEY_LENGTH} characters, case-sensitive. A key that begins with {@code auto:} must
     * have the form of the service's own keys. So a caller can retry with a key that the service made, but cannot
     * choose a key that collides with one.
     */
    public static String key(String raw) {
        String key = checked("key", raw, MAX_KEY_LENGTH, false);
        if (key.startsWith(AUTO_KEY_PREFIX) && !isAutoKey(key)) {
            throw new InvalidFieldException(
                    "key",
                    "begins with auto: but is not a key that the service makes (auto: and 32 hexadecimal digits, a-f in"
                            + " lower case); choose another key");
        }
        return key;
    }

    /** The text without Unicode white space at both ends; the same object if there is none. */
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

    /** @param mayJoin whether joiners are allowed, except at the ends */
    private static String checked(String field, String raw, int maxLength, boolean mayJoin) {
        String text = trim(raw);
        if (text.isEmpty()) {
            throw new InvalidFieldException(field, "is empty; it must have 1 to " + maxLength + " characters");
        }
        int length = 0;
        for (int i = 0; i < text.length(); length++) {
            char first = text.charAt(i);
            if (Character.isISOControl(first)) {
                String reason = "has a control character (U+%04X) at position %d; remove it";
                throw new InvalidFieldException(field, reason.formatted((int) first, length + 1));
            }
            if (first >= FIRST_INVISIBLE) {
                boolean joins = mayJoin && isJoiner(first) && i > 0 && i < text.length() - 1;
                int character = text.codePointAt(i);
                if (isInvisible(character) && !joins) {
                    String reason = "has an invisible character (U+%04X) at position %d; remove it";
                    throw new InvalidFieldException(field, reason.formatted(character, length + 1));
                }
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
                        "has half of a surrogate pair at position %d, which is not a character; remove it"
                                .formatted(length + 1));
            }
        }
        if (length > maxLength) {
            throw new InvalidFieldException(
                    field, "has %d characters; at most %d are allowed".formatted(length, maxLength));
        }
        return text;
    }

    private static boolean isJoiner(char c) {
        return c == '\u200C' || c == '\u200D';
    }

    private static boolean isInvisible(int character) {
        int category = Character.getType(character);
        return category == Character.FORMAT
                || category == Character.LINE_SEPARATOR
                || category == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isAutoKey(String key) {
        if (key.length() != AUTO_KEY_PREFIX.length() + AUTO_KEY_DIGITS) {
            return false;
        }
        return key.chars()
                .skip(AUTO_KEY_PREFIX.length())
                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Unicode's property White_Space; all such characters are in the basic plane. */
    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
