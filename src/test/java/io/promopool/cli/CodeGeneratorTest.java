package io.promopool.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.cli.CodeGenerator.SeenNumbers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeGeneratorTest {
    private static final int ALL_OF_LENGTH_2 = 32 * 32;

    @Test
    void no_character_looks_like_another() {
        assertEquals(32, CodeGenerator.ALPHABET.chars().distinct().count());
        for (char lookAlike : "0O1Il".toCharArray()) {
            assertEquals(-1, CodeGenerator.ALPHABET.indexOf(lookAlike));
        }
    }

    @Test
    void there_are_no_duplicates_even_if_every_possible_code_is_generated() {
        assertEquals(ALL_OF_LENGTH_2, distinct(2, ALL_OF_LENGTH_2));
        assertEquals(300_000, distinct(10, 300_000));
        assertEquals(100_000, distinct(40, 100_000));
    }

    private static int distinct(int length, int count) {
        CodeGenerator generator = new CodeGenerator(new SecureRandom(), length, count);
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String code = new String(generator.next(), StandardCharsets.US_ASCII);
            assertEquals(length, code.length());
            assertTrue(code.chars().allMatch(c -> CodeGenerator.ALPHABET.indexOf(c) >= 0), code);
            codes.add(code);
        }
        return codes.size();
    }

    /** Chi-squared with 31 degrees of freedom exceeds 110 once in 10^10 runs. */
    @Test
    void every_character_is_equally_frequent_at_every_position() {
        int length = 14;
        int count = 200_000;
        int[][] frequencies = new int[length][32];
        CodeGenerator generator = new CodeGenerator(new SecureRandom(), length, count);
        for (int i = 0; i < count; i++) {
            byte[] code = generator.next();
            for (int place = 0; place < length; place++) {
                frequencies[place][CodeGenerator.ALPHABET.indexOf(code[place])]++;
            }
        }
        double expected = count / 32.0;
        for (int[] frequency : frequencies) {
            double chiSquared = 0;
            for (int n : frequency) {
                chiSquared += (n - expected) * (n - expected) / expected;
            }
            assertTrue(chiSquared < 110, "chi-squared is " + chiSquared);
        }
    }

    /** This source always returns the same bytes, so any other code would come from another source. */
    @Test
    void every_bit_comes_from_the_secure_source() {
        SecureRandom source = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) i;
                }
            }
        };
        byte[] code = new CodeGenerator(source, 64, 1).next();
        assertEquals(CodeGenerator.ALPHABET.repeat(2), new String(code, StandardCharsets.US_ASCII));
    }

    @Test
    void a_number_is_new_only_once() {
        int count = 100_000;
        SeenNumbers seen = new SeenNumbers(count);
        Set<Long> model = new HashSet<>();
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            long number = i % 3 == 0 ? random.nextInt(50_000) : random.nextLong() >>> 4;
            assertEquals(model.add(number), seen.add(number));
        }
        SeenNumbers one = new SeenNumbers(1);
        assertTrue(one.add(0));
        assertFalse(one.add(0));
    }
}
