package io.promopool.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are allowed. */
class TextTest {
    private static final List<UnaryOperator<String>> ALL = List.of(Text::code, Text::type, Text::key);

    private static String refusal(UnaryOperator<String> rule, String text) {
        return assertThrows(InvalidFieldException.class, () -> rule.apply(text)).reason();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xAD, 0x61C, 0x200B, 0x200E, 0x202E, 0x2028, 0x2029, 0x2060, 0x2066, 0xFEFF, 0xFFF9, 0xE0041})
    void characters_that_nobody_can_see_are_rejected_everywhere(int invisible) {
        String character = Character.toString(invisible);
        for (UnaryOperator<String> rule : ALL) {
            String reason = refusal(rule, "\uD83D\uDE00a" + character + "b");
            assertEquals("has an invisible character (U+%04X) at position 3; remove it".formatted(invisible), reason);
        }
    }

    @Test
    void a_byte_order_mark_in_front_of_a_code_is_named() {
        assertTrue(refusal(Text::code, "\uFEFFA1").contains("U+FEFF) at position 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200C", "\u200D"})
    void joiners_are_allowed_inside_types_only(String joiner) {
        String family = "\uD83D\uDC69" + joiner + "\uD83D\uDC67";
        assertEquals(family, Text.type(family));
        refusal(Text::code, family);
        refusal(Text::key, family);
        refusal(Text::type, "a" + joiner);
        refusal(Text::type, joiner + "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-A1", "=A1", "'A1", "\u0421\u0432\u044F", "cafe\u0301", "a\u00A0b", "\uD83D\uDE00"})
    void any_other_text_is_taken_as_it_is(String text) {
        ALL.forEach(rule -> assertEquals(text, rule.apply(text)));
    }

    @Test
    void white_space_at_the_ends_is_trimmed_also_line_separators() {
        ALL.forEach(rule -> assertEquals("a", rule.apply("\u2028 \u00A0a\u3000\u2029\n")));
    }
}
