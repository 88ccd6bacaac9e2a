package io.promopool.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessabilityRuleTest {
    @ParameterizedTest
    @CsvSource({
        "1, 6",
        "34, 7",
        "35, 8",
        "1_000, 8",
        "1_099, 8",
        "1_100, 9",
        "35_184, 9",
        "35_185, 10",
        "1_000_000, 10",
        "1_125_899, 10",
        "1_125_900, 11",
        "10_000_000, 11"
    })
    void at_most_one_of_a_billion_guesses_hits(String count, int shortest) {
        long codes = Long.parseLong(count.replace("_", ""));
        assertEquals(shortest, GuessabilityRule.shortest(codes));
        assertDoesNotThrow(() -> GuessabilityRule.check(codes, shortest));
        assertThrows(CommandFailure.class, () -> GuessabilityRule.check(codes, shortest - 1));
    }

    @Test
    void the_refusal_has_the_figures_and_the_remedy() {
        CommandFailure refusal = assertThrows(CommandFailure.class, () -> GuessabilityRule.check(1_000_000, 8));
        assertEquals(
                "--length 8 is too short for 1,000,000 codes: one guess in 1,099,512 would hit a code. Use at least 10 "
                        + "(one in 1,125,899,907); at most one in 1,000,000,000 is allowed.",
                refusal.getMessage());
        assertEquals(ExitStatus.USAGE, refusal.status());
    }
}
