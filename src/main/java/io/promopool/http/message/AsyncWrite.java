package io.promopool.http.message;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Writes a long answer as fast as its caller reads it, without holding a thread. */
final class AsyncWrite implements WriteListener {
    private final byte[] bytes;
    private final ServletOutputStream out;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean begun;

    private AsyncWrite(byte[] bytes, ServletOutputStream out) {
        this.bytes = bytes;
        this.out = out;
    }

    /**
     * Starts to write.
     *
     * @param out the response of a request that is served asynchronously
     * @return completes when everything is written; fails with an {@link UncheckedIOException} if the caller stops
     *     reading or has closed the connection
     */
    static CompletableFuture<Void> of(byte[] bytes, ServletOutputStream out) {
        AsyncWrite write = new AsyncWrite(bytes, out);
        out.setWriteListener(write);
        return write.done;
    }

    /** Called by one thread at a time, and again when the caller has read what was written before. */
    @Override
    public void onWritePossible() throws IOException {
        if (!begun && out.isReady()) {
            begun = true;
            out.write(bytes);
        }
        if (begun && out.isReady()) {
            done.complete(null);
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(new UncheckedIOException(
                failure instanceof IOException io
                        ? io
                        : new IOException("the caller did not read the answer in time", failure)));
    }
}
