package io.promopool.lang;

import java.util.concurrent.ThreadFactory;

/** Creates daemon threads, which do not keep the process alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** @param name the name of every thread of this factory, for thread dumps */
    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
