package io.promopool.bench;

import io.netty.buffer.ByteBuf;

/** One kind of request, and what is expected in answer to it. Used by one thread. */
interface Exchange {
    /** Writes the next request whole, head and body. */
    void writeRequest(ByteBuf out);

    /**
     * Looks at an answer.
     *
     * @throws IllegalStateException where it is not as it should be; this ends the run
     */
    void check(int status, ByteBuf body);
}
