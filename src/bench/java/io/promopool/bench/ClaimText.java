package io.promopool.bench;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The JSON of claims, each with a different key of 36 characters. All texts have the same length. */
final class ClaimText {
    private static final int KEY_LENGTH = 36;
    private static final int COUNTER_DIGITS = 11;
    private static final int TYPE_DIGITS = 6;

    private static final String TYPE_PREFIX = "type-";
    private static final String BEFORE_TYPE = "{\"type\":\"";

    private final int types;
    private final byte[] text;
    private final int counterAt;
    private long claims;

    /** @param types how many types there are; the claims take turns among them */
    ClaimText(int types) {
        this.types = types;
        String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        String key = "send-" + run + "-";
        String pad = "x".repeat(KEY_LENGTH - key.length() - COUNTER_DIGITS);
        String head = BEFORE_TYPE + type(0) + "\",\"discount\":10,\"days\":7,\"key\":\"" + key + pad;
        this.counterAt = head.length();
        this.text = Digits.ascii(head + "0".repeat(COUNTER_DIGITS) + "\"}");
    }

    static String type(int number) {
        return (TYPE_PREFIX + "%0" + TYPE_DIGITS + "d").formatted(number);
    }

    int length() {
        return text.length;
    }

    /** The next claim. The caller must copy it before the next call. */
    byte[] next() {
        claims++;
        if (types > 1) {
            Digits.write(claims % types, text, BEFORE_TYPE.length() + TYPE_PREFIX.length(), TYPE_DIGITS);
        }
        Digits.write(claims, text, counterAt, COUNTER_DIGITS);
        return text;
    }
}
