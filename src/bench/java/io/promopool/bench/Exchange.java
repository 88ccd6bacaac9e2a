package io.promopool.bench;

import io.netty.buffer.ByteBuf;

/** One kind of request, and the response that it must get. Used by one thread. */
interface Exchange {
    /** Writes the next request whole, head and body. */
    void writeRequest(ByteBuf out);

    /**
     * Checks a response.
     *
     * @throws IllegalStateException if it is wrong; this ends the run
     */
    void check(int status, ByteBuf body);
}
