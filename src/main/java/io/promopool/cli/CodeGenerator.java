package io.promopool.cli;

import java.security.SecureRandom;

/**
 * Generates codes that nobody can guess: a secure random source draws each character independently, and all 32 are
 * equally likely. No two codes of one generator are equal.
 */
final class CodeGenerator {
    /**
     * Without characters that people confuse: 0 and O, 1, I and l. There are 32 characters, so that 5 random bits make
     * one.
     */
    static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final int BUFFER_BYTES = 1 << 14;

    /** How many characters fit into a long. The first 12 already differ, so no more are compared in longer codes. */
    private static final int COMPARED_LENGTH = Long.SIZE / BITS;

    private final SecureRandom random;
    private final SeenNumbers seen;
    private final byte[] code;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used = BUFFER_BYTES;

    /**
     * @param length of each code, in characters
     * @param count the maximum number of codes
     */
    CodeGenerator(SecureRandom random, int length, int count) {
        this.random = random;
        this.seen = new SeenNumbers(count);
        this.code = new byte[length];
    }

    /** The next code, in ASCII. The next call overwrites the array. */
    byte[] next() {
        long number;
        do {
            number = 0;
            for (int i = 0; i < code.length; i++) {
                int drawn = draw();
                code[i] = (byte) ALPHABET.charAt(drawn);
                if (i < COMPARED_LENGTH) {
                    number = number << BITS | drawn;
                }
            }
        } while (!seen.add(number));
        return code;
    }

    private int draw() {
        if (used == BUFFER_BYTES) {
            random.nextBytes(buffer);
            used = 0;
        }
        return buffer[used++] & MASK;
    }

    /**
     * A set of numbers with a fixed capacity. It needs 16 to 32 bytes per number; {@code HashSet} needs about 60. The
     * numbers must be random, because their low bits are their place in the table.
     */
    static final class SeenNumbers {
        /** 0 marks a free place, so each number is stored as number + 1. */
        private final long[] table;

        /** @param count the maximum number of elements; at least half of the table stays free */
        SeenNumbers(int count) {
            table = new long[Math.max(2, Integer.highestOneBit(count) << 2)];
        }

        /**
         * Adds a number, and returns whether it is new.
         *
         * @param number from 0 to {@link Long#MAX_VALUE} - 1
         */
        boolean add(long number) {
            long kept = number + 1;
            int place = (int) number & table.length - 1;
            while (table[place] != 0) {
                if (table[place] == kept) {
                    return false;
                }
                place = place + 1 & table.length - 1;
            }
            table[place] = kept;
            return true;
        }
    }
}
