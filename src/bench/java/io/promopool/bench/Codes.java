package io.promopool.bench;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;

/**
 * The codes of one pool: numbered, 12 characters each ({@code PP} and the number), with a mark for those given out. So
 * a code that comes twice, or that nobody uploaded, is seen at once.
 */
final class Codes {
    static final int LENGTH = 12;

    private static final int DIGITS = 10;
    private static final byte[] BEFORE = Digits.ascii("\"promocode\":\"PP");

    private final BitSet given = new BitSet();
    private int uploaded;
    private int givenCount;

    /** Takes the next numbers for an upload and answers the first of them. */
    int next(int count) {
        int first = uploaded;
        uploaded = Math.addExact(uploaded, count);
        return first;
    }

    /** How many are uploaded and not given. */
    int left() {
        return uploaded - givenCount;
    }

    int givenCount() {
        return givenCount;
    }

    static void write(int number, byte[] target, int offset) {
        target[offset] = 'P';
        target[offset + 1] = 'P';
        Digits.write(number, target, offset + 2, DIGITS);
    }

    /**
     * Marks every code in an answer as given.
     *
     * @return how many there were
     * @throws IllegalStateException where one was given before, or never uploaded
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
            throw new IllegalStateException("the code number " + number + " was given, and never uploaded");
        }
        if (given.get((int) number)) {
            throw new IllegalStateException("THE CODE NUMBER " + number + " WAS GIVEN TWICE");
        }
        given.set((int) number);
        givenCount++;
    }
}
