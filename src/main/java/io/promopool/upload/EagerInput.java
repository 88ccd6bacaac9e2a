package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A stream whose {@link #available()} is 0 only at its end. It blocks until there is a byte or the end.
 *
 * <p>GZIPInputStream takes 0 for the end of the file. A body that arrives over a network has 0 bytes available whenever
 * the network is slow, and the rest of a gzip file of several members would be dropped silently.
 */
final class EagerInput extends PushbackInputStream {
    EagerInput(InputStream in) {
        super(in, 1);
    }

    @Override
    public int available() throws IOException {
        int next = read();
        if (next < 0) {
            return 0;
        }
        unread(next);
        return Math.max(1, super.available());
    }
}
