package io.promopool.http.message;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rest of a body that is refused. Many clients listen only once they have sent all; were the connection closed
 * before, they would see it broken and never learn why.
 */
public final class UnreadBody {
    private static final Logger log = LoggerFactory.getLogger(UnreadBody.class);
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);
    private static final int CHUNK_BYTES = 8 * 1024;

    private UnreadBody() {}

    /** Reads it away, as far as that is cheap. */
    public static void discard(Context ctx) {
        // A client that waits to be asked for its body is spared sending it.
        if (ctx.header("Expect") != null) {
            return;
        }
        long end = System.nanoTime() + MAX_TIME.toNanos();
        byte[] chunk = new byte[CHUNK_BYTES];
        long total = 0;
        try {
            InputStream in = ctx.bodyInputStream();
            for (int n = 0; n >= 0 && total < MAX_BYTES && System.nanoTime() - end < 0; n = in.read(chunk)) {
                total += n;
            }
        } catch (IOException | RuntimeException e) {
            log.debug("the rest of a refused body could not be read", e);
        }
    }
}
