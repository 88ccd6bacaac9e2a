package io.promopool.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A stream whose {@link #available()} is 0 at its end and nowhere else; it waits until it knows.
 *
 * <p>GZIPInputStream takes 0 for the end of the file. A body that comes in over a network says 0 whenever it is slow,
 * and the rest of a gzip file of several members would be left out without a word.
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
