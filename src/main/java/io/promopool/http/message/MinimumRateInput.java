package io.promopool.http.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The body of an upload, which must come at a least rate: of the few uploads that may run, those that trickle in would
 * keep the places for as long as they like. Only time spent on waiting for the caller counts, not that of the storage.
 */
public final class MinimumRateInput extends InputStream {
    private static final long MIN_BYTES_PER_SECOND = 1_000;

    /** A caller may pause for so long altogether, whatever has come. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final InputStream in;
    private final LongSupplier nanoTime;
    private long waitedNanos;
    private long bytes;

    public MinimumRateInput(InputStream in, LongSupplier nanoTime) {
        this.in = in;
        this.nanoTime = nanoTime;
    }

    /** Whether reading was ended, or would be now, since too little has come. */
    public boolean isTooSlow() {
        return waitedNanos - GRACE_NANOS > bytes * (TimeUnit.SECONDS.toNanos(1) / MIN_BYTES_PER_SECOND);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

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
