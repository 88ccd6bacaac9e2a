package io.promopool.faults;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The services under test and what they run on, each in a separate process, and the ways to break them. */
interface Rig extends AutoCloseable {
    /** The URLs of the services, also while they do not answer. */
    List<URI> services();

    /**
     * Causes a fault, waits until it has an effect, and restores everything that the services need.
     *
     * @param history the calls that go on during the fault
     */
    void inject(Fault fault, History history) throws IOException;

    /** The URL of the Redis that holds the codes now. */
    String redisUrl() throws IOException;

    @Override
    void close();
}
