package io.promopool.faults;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The services under test and what they run on, all in processes of their own, with a way to break each. */
interface Rig extends AutoCloseable {
    /** Where to call, also while nobody answers there. */
    List<URI> services();

    /**
     * Brings a fault about, waits until it has been felt, and sees to it that all is there again that is needed.
     *
     * @param history in which calls go on meanwhile
     */
    void inject(Fault fault, History history) throws IOException;

    /** Where the Redis is that holds the codes now. */
    String redisUrl() throws IOException;

    @Override
    void close();
}
