package io.promopool.http.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies into memory. A body that has not arrived whole holds a thread until it has, or until its time is up. The
 * number of such bodies is limited, so that callers who send half a body do not take the threads from all others. A
 * body that states its length and has arrived is always read. Most are such bodies, since the server waits for them.
 */
public final class BodyReader {
    /** Far fewer than there are threads; of a megabyte each at the most. */
    private static final int MAX_AT_ONCE = 32;

    /** A body that trickles in is there within this time, or refused. */
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(15);

    private static final int CHUNK_BYTES = 8 * 1024;

    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    /**
     * @param length of the whole, as the caller says; -1 where it says nothing, then the end is still to come
     * @throws ProblemException where it has more bytes, takes too long, or too many others are slow already
     * @throws IOException where it breaks off
     */
    byte[] read(InputStream in, long length, int maxBytes) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        readWhatIsThere(in, maxBytes, body);
        if (body.size() == length) {
            return body.toByteArray();
        }
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemMapper.tooMany(
                    "Too many request bodies are still arriving. Nothing was done; send the request again shortly."));
        }
        try {
            readToEnd(in, maxBytes, body);
            return body.toByteArray();
        } finally {
            places.release();
        }
    }

    private static void readWhatIsThere(InputStream in, int maxBytes, ByteArrayOutputStream body) throws IOException {
        while (in.available() > 0) {
            readOn(in, maxBytes, body);
        }
    }

    private static void readToEnd(InputStream in, int maxBytes, ByteArrayOutputStream body) throws IOException {
        long end = System.nanoTime() + ARRIVES_WITHIN.toNanos();
        while (readOn(in, maxBytes, body)) {
            if (System.nanoTime() - end > 0) {
                throw new ProblemException(ProblemMapper.ofStatus(408, ""));
            }
        }
    }

    private static boolean readOn(InputStream in, int maxBytes, ByteArrayOutputStream body) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int count = in.read(chunk);
        if (count < 0) {
            return false;
        }
        body.write(chunk, 0, count);
        if (body.size() > maxBytes) {
            throw new ProblemException(ProblemMapper.bodyTooLarge(maxBytes));
        }
        return true;
    }
}
