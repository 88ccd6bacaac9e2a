package io.promopool.upload;

/**
 * The bounds of one upload.
 *
 * @param maxBytes how many bytes one upload has at the most, counted after unpacking; 1 or more
 * @param maxRowLength how many characters one row has at the most, its line end included; 1 or more
 */
public record UploadLimits(long maxBytes, int maxRowLength) {
    public UploadLimits {
        if (maxBytes < 1 || maxRowLength < 1) {
            throw new IllegalArgumentException("the limits of an upload are 1 or more");
        }
    }
}
