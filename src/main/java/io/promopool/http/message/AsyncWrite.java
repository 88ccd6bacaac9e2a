package io.promopool.http.message;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Writes a long answer as fast as its caller reads it, without a thread that waits for that. */
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
     * @param out of a request that is served asynchronously
     * @return fails with an {@link UncheckedIOException} where the caller does not read on, or has gone away
     */
    static CompletableFuture<Void> of(byte[] bytes, ServletOutputStream out) {
        AsyncWrite write = new AsyncWrite(bytes, out);
        out.setWriteListener(write);
        return write.done;
    }

    /** Called by one thread at a time, again when what was written before is gone. */
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
                failure instanceof IOException io ? io : new IOException("the answer was not read in time", failure)));
    }
}
