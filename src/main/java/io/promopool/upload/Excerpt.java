package io.promopool.upload;

/**
 * The beginning of a text in an upload, as it is quoted in a response: short, and without halves of surrogate pairs,
 * which JSON can contain but UTF-8 cannot encode.
 */
final class Excerpt {
    private static final int REPLACEMENT = 0xFFFD;

    private Excerpt() {}

    static String of(String text, int maxCodePoints) {
        StringBuilder cut = new StringBuilder(Math.min(text.length(), maxCodePoints));
        text.codePoints()
                .limit(maxCodePoints)
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
                .forEach(cut::appendCodePoint);
        return cut.toString();
    }
}
