package io.promopool.http;

import io.promopool.http.jetty.HttpListener;
import io.promopool.lang.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests without a valid API key, and logs them: one line a minute for each address, so that somebody who
 * guesses keys is noticed, and can't fill the log. Safe for any number of threads.
 */
final class RefusedCallers {
    private static final Logger log = LoggerFactory.getLogger(RefusedCallers.class);

    private final HttpListener listener;
    private final OncePerMinute lines = new OncePerMinute();

    RefusedCallers(HttpListener listener) {
        this.listener = listener;
    }

    /** @param address of the peer, which is the proxy's if there is one */
    void refused(String address) {
        listener.unauthenticated();
        lines.run(
                address,
                repeated -> log.warn("a request from {} was refused: it has no valid API key{}", address, repeated));
    }
}
