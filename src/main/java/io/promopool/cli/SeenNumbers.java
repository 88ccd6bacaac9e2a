package io.promopool.cli;

/**
 * Numbers that were seen: a set of a fixed size, in 16 to 32 bytes a number where Java's own takes about 60. The numbers
 * must be random, since their low bits are their place.
 */
final class SeenNumbers {
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
