package io.promopool.cli;

import java.security.SecureRandom;

/**
 * Makes codes that nobody can guess: each character is drawn on its own from a secure source, all 32 alike. No two codes
 * of one generator are the same.
 */
final class CodeGenerator {
    /** Without 0 and O, 1, I and l, which people mistake for one another. 32, so that 5 random bits are one character. */
    static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final int BUFFER_BYTES = 1 << 14;

    /** So many characters fit into a long. Codes differ in their first ones already, so longer ones need no more. */
    private static final int COMPARED_LENGTH = Long.SIZE / BITS;

    private final SecureRandom random;
    private final SeenNumbers seen;
    private final byte[] code;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used = BUFFER_BYTES;

    /**
     * @param length characters of a code
     * @param count how many codes will be made at the most
     */
    CodeGenerator(SecureRandom random, int length, int count) {
        this.random = random;
        this.seen = new SeenNumbers(count);
        this.code = new byte[length];
    }

    /** The next code, in ASCII; the array is used again for the one after it. */
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
     * Numbers that were seen: a set of a fixed size, in 16 to 32 bytes a number where Java's own takes about 60. The numbers
     * must be random, since their low bits are their place.
     */
    static final class SeenNumbers {
        /** 0 in the table is a free place, so each number is kept as the one after it. */
        private final long[] table;

        /** @param count how many will be added at the most; at least half of the table stays free */
        SeenNumbers(int count) {
            table = new long[Math.max(2, Integer.highestOneBit(count) << 2)];
        }

        /**
         * Whether it was not there yet.
         *
         * @param number 0 or more, and less than {@link Long#MAX_VALUE}
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
