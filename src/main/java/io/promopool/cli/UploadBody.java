package io.promopool.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of one upload attempt. It reports how much has been sent. There is no limit for the whole upload, because
 * nobody knows in advance how long one takes; it fails if nothing can be sent for a long time.
 */
final class UploadBody {
    private static final Duration MAX_SILENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 1_000;

    private final UploadSource source;
    private final Progress progress;
    private volatile boolean waitsForSource;
    private volatile long lastMoveNanos = System.nanoTime();
    private volatile Optional<IOException> unreadable = Optional.empty();

    UploadBody(UploadSource source, Progress progress) {
        this.source = source;
        this.progress = progress;
    }

    BodyPublisher publisher() {
        BodyPublisher stream = BodyPublishers.ofInputStream(this::open);
        if (source.bytes().isEmpty()) {
            return stream;
        }
        // With its length, so that the service can detect a truncated body.
        long bytes = source.bytes().getAsLong();
        return bytes == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(stream, bytes);
    }

    /**
     * Waits for the answer.
     *
     * @throws IOException if the connection failed
     * @throws CommandFailure if the source could not be read
     */
    HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer)
            throws IOException, InterruptedException {
        while (true) {
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!waitsForSource && System.nanoTime() - lastMoveNanos > MAX_SILENCE.toNanos()) {
                    answer.cancel(true);
                    throw new HttpTimeoutException("no progress for " + MAX_SILENCE.toSeconds() + " s");
                }
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private IOException failure(Throwable cause) {
        if (unreadable.isPresent()) {
            throw CommandFailure.of(
                    ExitStatus.FAILED,
                    source.name() + " could not be read completely ("
                            + unreadable.get().getMessage()
                            + "). Rows before that place might have been loaded; sending the file again is safe.");
        }
        return cause instanceof IOException io ? io : new IOException(cause.toString(), cause);
    }

    private InputStream open() {
        try {
            return new Counted(source.open());
        } catch (IOException e) {
            unreadable = Optional.of(e);
            throw new UncheckedIOException(e);
        }
    }

    private final class Counted extends FilterInputStream {
        private long bytes;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            waitsForSource = true;
            try {
                int n = super.read(into, offset, length);
                bytes += Math.max(n, 0);
                progress.at(bytes);
                return n;
            } catch (IOException e) {
                unreadable = Optional.of(e);
                throw e;
            } finally {
                lastMoveNanos = System.nanoTime();
                waitsForSource = false;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}
