package io.promopool.upload;

/**
 * Limits of one upload.
 *
 * @param maxBytes the most bytes of one upload, counted after unpacking; 1 to 10^12
 * @param maxRowLength the most characters of one row; 1,000 to 1,048,576
 */
public record UploadLimits(long maxBytes, int maxRowLength) {
    private static final long MIN_BYTES = 1;
    private static final long MAX_BYTES = 1_000_000_000_000L;

    /** @throws IllegalArgumentException if a value is out of bounds; the message says which values are allowed */
    public UploadLimits {
        if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("must be a number of bytes from 1 to 1000000000000");
        }
        if (maxRowLength < 1_000 || maxRowLength > 1_048_576) {
            throw new IllegalArgumentException("must be a number of characters from 1000 to 1048576");
        }
    }
}
