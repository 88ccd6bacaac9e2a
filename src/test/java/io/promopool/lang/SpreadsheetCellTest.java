package io.promopool.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that a spreadsheet would run. */
class SpreadsheetCellTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "-A1", "+380", "@x", "'=x", "''-x"})
    void a_formula_gets_an_apostrophe_in_front(String text) {
        assertEquals("'" + text, SpreadsheetCell.defuse(text));
        assertEquals(text, SpreadsheetCell.restore("'" + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A1", "'", "'A1", "''", "a=b", "5", "don't", "' "})
    void any_other_text_stays_as_it_is(String text) {
        assertEquals(text, SpreadsheetCell.defuse(text));
        assertEquals(text, SpreadsheetCell.restore(text));
    }

    @Test
    void every_text_comes_back_and_none_begins_like_a_formula() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.append("'' =-+@aA1".charAt(random.nextInt(10)));
            }
            String defused = SpreadsheetCell.defuse(text.toString());
            assertEquals(text.toString(), SpreadsheetCell.restore(defused));
            assertFalse(defused.strip().matches("[=+\\-@].*"), defused);
        }
    }
}
