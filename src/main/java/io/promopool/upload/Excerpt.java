package io.promopool.upload;

/**
 * The beginning of text that an upload contains, fit for an answer: short, and without halves of surrogate pairs, which
 * JSON lets in and UTF-8 can't carry out again.
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
