package io.promopool.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeenCodesTest {
    @Test
    void a_code_is_seen_from_its_second_time_on() {
        SeenCodes seen = new SeenCodes();
        int found = 0;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                boolean isSeen = seen.add("CODE-" + i);
                assertEquals(round == 1, isSeen, "CODE-" + i);
                found += isSeen ? 1 : 0;
            }
        }
        assertEquals(100_000, found);
        assertFalse(seen.add("code-1"), "codes are case-sensitive");
    }

    @Test
    void beyond_the_limit_codes_are_not_remembered_and_those_before_it_are_still_found() {
        SeenCodes seen = new SeenCodes(10);
        for (int i = 0; i < 20; i++) {
            seen.add("CODE-" + i);
        }
        assertTrue(seen.add("CODE-9"));
        assertFalse(seen.add("CODE-10"));
    }
}
