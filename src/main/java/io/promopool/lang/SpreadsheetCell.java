package io.promopool.lang;

import java.util.regex.Pattern;

/**
 * Texts in CSV files that people open in a spreadsheet. A spreadsheet runs a cell as a formula if it begins with an
 * equals sign, a plus, a minus or an at sign; an apostrophe in front of it prevents that. Every file of Promopool is
 * written with {@link #defuse}, and every upload is read with {@link #restore}, so a code such as {@code -A1} survives
 * the way through a file.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV Injection</a>
 */
public final class SpreadsheetCell {
    private static final char APOSTROPHE = '\'';

    /** Apostrophes in front count too. Otherwise a text that begins with one could not be told from a defused text. */
    private static final Pattern FORMULA = Pattern.compile("'*[ \\t\\n\\f\\r\\x0B]*[=+\\-@]");

    private SpreadsheetCell() {}

    /** Returns the text, with an apostrophe in front if a spreadsheet might run it as a formula. */
    public static String defuse(String text) {
        return FORMULA.matcher(text).lookingAt() ? APOSTROPHE + text : text;
    }

    /** Returns the text that was defused; any other text stays as it is. */
    public static String restore(String cell) {
        if (cell.isEmpty() || cell.charAt(0) != APOSTROPHE) {
            return cell;
        }
        return FORMULA.matcher(cell).region(1, cell.length()).lookingAt() ? cell.substring(1) : cell;
    }
}
