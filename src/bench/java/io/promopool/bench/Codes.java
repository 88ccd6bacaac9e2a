package io.promopool.bench;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/**
 * The codes of one pool: numbered, 12 characters each ({@code PP} and the number), with a mark for those that were
 * claimed. So a code that is handed out twice, or was never uploaded, is noticed at once.
 */
final class Codes {
    static final int LENGTH = 12;

    private static final int DIGITS = 10;
    private static final byte[] BEFORE = Digits.ascii("\"promocode\":\"PP");

    private final BitSet claimed = new BitSet();
    private int uploaded;
    private int claimedCount;

    /** Reserves the next numbers for an upload, and returns the first of them. */
    int next(int count) {
        int first = uploaded;
        uploaded = Math.addExact(uploaded, count);
        return first;
    }

    /** How many codes are uploaded and not claimed. */
    int available() {
        return uploaded - claimedCount;
    }

    int claimedCount() {
        return claimedCount;
    }

    static void write(int number, byte[] target, int offset) {
        target[offset] = 'P';
        target[offset + 1] = 'P';
        Digits.write(number, target, offset + 2, DIGITS);
    }

    /**
     * Marks every code in a response as claimed.
     *
     * @return how many there were
     * @throws IllegalStateException if a code was claimed before, or never uploaded
     */
    int take(ByteBuf answer) {
        int count = 0;
        int at = answer.readerIndex();
        while ((at = Digits.find(answer, BEFORE, at)) >= 0) {
            at += BEFORE.length;
            take(Digits.read(answer, at, DIGITS));
            at += DIGITS;
            count++;
        }
        return count;
    }

    private void take(long number) {
        if (number >= uploaded) {
            throw new IllegalStateException("the code number " + number + " was handed out, but never uploaded");
        }
        if (claimed.get((int) number)) {
            throw new IllegalStateException("THE CODE NUMBER " + number + " WAS HANDED OUT TWICE");
        }
        claimed.set((int) number);
        claimedCount++;
    }
}
