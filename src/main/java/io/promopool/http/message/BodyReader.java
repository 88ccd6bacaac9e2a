package io.promopool.http.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies into memory. An incomplete body holds a thread until the rest has arrived or its time is up. The number
 * of such bodies is limited, so that callers who send half a body do not use up the threads. A body that states its
 * length and has arrived completely is always read. Most bodies are complete, because the server waits for them first.
 */
public final class BodyReader {
    /** Far fewer than the blocking threads. Each holds at most a megabyte. */
    private static final int MAX_INCOMPLETE = 32;

    /** How long the rest of an incomplete body can take. */
    private static final Duration MAX_TIME = Duration.ofSeconds(15);

    private static final int CHUNK_BYTES = 8 * 1024;

    private final Semaphore places = new Semaphore(MAX_INCOMPLETE);

    /**
     * Reads a body to its end.
     *
     * @param length the length in bytes that the caller states; -1 if the caller states none, then the body counts as
     *     incomplete until its end is read
     * @throws ProblemException if the body is longer than {@code maxBytes}, takes too long, or too many other bodies
     *     are incomplete
     * @throws IOException if the connection ends before the body does
     */
    byte[] read(InputStream in, long length, int maxBytes) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        readAvailable(in, maxBytes, body);
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

    private static void readAvailable(InputStream in, int maxBytes, ByteArrayOutputStream body) throws IOException {
        while (in.available() > 0) {
            readChunk(in, maxBytes, body);
        }
    }

    private static void readToEnd(InputStream in, int maxBytes, ByteArrayOutputStream body) throws IOException {
        long end = System.nanoTime() + MAX_TIME.toNanos();
        while (readChunk(in, maxBytes, body)) {
            if (System.nanoTime() - end > 0) {
                throw new ProblemException(ProblemMapper.ofStatus(408, ""));
            }
        }
    }

    private static boolean readChunk(InputStream in, int maxBytes, ByteArrayOutputStream body) throws IOException {
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
