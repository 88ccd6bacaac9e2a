package io.promopool.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    @Test
    void every_problem_has_a_stable_name_and_an_error_status() {
        for (ProblemType type : EnumSet.allOf(ProblemType.class)) {
            assertEquals(type.uri(), type.uri().replaceAll("[^a-z:-]", ""));
            assertFalse(type.title().isBlank());
            assertTrue(type.status() >= 400 && type.status() < 600);
        }
    }
}
