package io.promopool.redis.connection;

import java.util.concurrent.ThreadFactory;

/** Threads of this room. They do not keep the process alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
