package io.promopool.upload;

/**
 * How much one upload may bring.
 *
 * @param maxBytes bytes of one upload, counted after unpacking; 1 to 10^12
 * @param maxRowLength characters of one row, 1,000 to 1,048,576
 */
public record UploadLimits(long maxBytes, int maxRowLength) {
    private static final long MIN_BYTES = 1;
    private static final long MAX_BYTES = 1_000_000_000_000L;

    /** @throws IllegalArgumentException outside of the bounds; the message says which value is allowed */
    public UploadLimits {
        if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("takes a number of bytes from 1 to 1000000000000");
        }
        if (maxRowLength < 1_000 || maxRowLength > 1_048_576) {
            throw new IllegalArgumentException("takes a number of characters from 1000 to 1048576");
        }
    }
}
