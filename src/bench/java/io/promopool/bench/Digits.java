package io.promopool.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Text in bytes, without creating strings. */
final class Digits {
    private Digits() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a number in decimal digits, padded with zeros. */
    static void write(long number, byte[] target, int offset, int digits) {
        for (int i = offset + digits - 1; i >= offset; i--) {
            target[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
    }

    static long read(ByteBuf from, int offset, int digits) {
        long number = 0;
        for (int i = offset; i < offset + digits; i++) {
            int digit = from.getByte(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalStateException("not one of our codes: " + from.toString(StandardCharsets.UTF_8));
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The position of the text, from that index on; -1 if it is not there. */
    static int find(ByteBuf in, byte[] text, int from) {
        int last = in.writerIndex() - text.length;
        for (int at = from; at <= last; at++) {
            at = in.indexOf(at, last + 1, text[0]);
            if (at < 0) {
                return -1;
            }
            if (matchesAt(in, text, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matchesAt(ByteBuf in, byte[] text, int at) {
        for (int i = 1; i < text.length; i++) {
            if (in.getByte(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
