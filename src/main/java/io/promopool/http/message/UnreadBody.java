package io.promopool.http.message;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the rest of a refused body and throws it away. Many clients read the response only after they have sent the
 * whole body. If the connection were closed before that, they would see a broken connection and never the reason.
 */
public final class UnreadBody {
    private static final Logger log = LoggerFactory.getLogger(UnreadBody.class);
    private static final long MAX_BYTES = 4L * 1024 * 1024;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);
    private static final int CHUNK_BYTES = 8 * 1024;

    private UnreadBody() {}

    /** Stops after 4 MiB, or at the first read that ends after 5 seconds. Does not throw. */
    public static void discard(Context ctx) {
        // A client that sends Expect: 100-continue has not sent the body yet, and need not (RFC 9110, section 10.1.1).
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
