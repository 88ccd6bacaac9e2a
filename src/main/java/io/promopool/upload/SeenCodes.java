package io.promopool.upload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The codes of a dry run so far, to find those that occur twice. Keeps 64 bits of a hash of each code, so that two
 * million codes fit into 32 MB; the chance that two of these look equal is one in ten million.
 */
final class SeenCodes {
    /** More codes are not remembered. */
    static final int MAX_CODES = 2_000_000;

    private static final int FIRST_CAPACITY = 1 << 10;

    private final MessageDigest sha256;
    private final int maxCodes;
    private long[] hashes = new long[FIRST_CAPACITY]; // 0 = free
    private int size;

    SeenCodes() {
        this(MAX_CODES);
    }

    SeenCodes(int maxCodes) {
        this.maxCodes = maxCodes;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** Returns whether the code was added before. */
    boolean add(String code) {
        byte[] digest = sha256.digest(code.getBytes(StandardCharsets.UTF_8));
        long hash = ByteBuffer.wrap(digest).getLong() | 1; // never 0
        int place = place(hashes, hash);
        if (hashes[place] != 0) {
            return true;
        }
        if (size < maxCodes) {
            hashes[place] = hash;
            size++;
            if (size > hashes.length / 4 * 3) {
                grow();
            }
        }
        return false;
    }

    private void grow() {
        long[] larger = new long[2 * hashes.length];
        for (long hash : hashes) {
            if (hash != 0) {
                larger[place(larger, hash)] = hash;
            }
        }
        hashes = larger;
    }

    /** Returns where a hash is, or where it belongs. */
    private static int place(long[] table, long hash) {
        int place = (int) (hash >>> 33) & (table.length - 1);
        while (table[place] != 0 && table[place] != hash) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }
}
