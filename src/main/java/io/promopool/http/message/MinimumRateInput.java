package io.promopool.http.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The body of an upload, which must arrive at a minimum rate of 1,000 bytes per second. Only few uploads can run at
 * once; without a minimum rate, a few slow callers could block all uploads. Only the time spent waiting for the caller
 * counts, not the time that the storage takes.
 */
public final class MinimumRateInput extends InputStream {
    private static final long MIN_BYTES_PER_SECOND = 1_000;

    /** How long the caller can pause in total, besides the time that its bytes take at the minimum rate. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final InputStream in;
    private final LongSupplier nanoTime;
    private long waitedNanos;
    private long bytes;

    /** @param nanoTime a clock such as {@link System#nanoTime} */
    public MinimumRateInput(InputStream in, LongSupplier nanoTime) {
        this.in = in;
        this.nanoTime = nanoTime;
    }

    /** Whether the body is too slow, so that reads fail. */
    public boolean isTooSlow() {
        return waitedNanos - GRACE_NANOS > bytes * (TimeUnit.SECONDS.toNanos(1) / MIN_BYTES_PER_SECOND);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws IOException also if the body arrives too slowly; then {@link #isTooSlow} is true */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long start = nanoTime.getAsLong();
        int count;
        try {
            count = in.read(target, offset, length);
        } finally {
            waitedNanos += nanoTime.getAsLong() - start;
        }
        bytes += Math.max(0, count);
        if (count >= 0 && isTooSlow()) {
            throw new IOException("the body arrives too slowly");
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
