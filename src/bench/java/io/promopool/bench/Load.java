package io.promopool.bench;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * What a {@link LoadDriver} sends.
 *
 * @param ratePerSecond 0: each connection sends its next request when it has a response (closed loop); otherwise
 *     requests are planned at this constant rate, however slow the responses are (open loop)
 * @param most the maximum number of requests; the load ends after the last of them, or when its time is over
 */
record Load(
        InetSocketAddress address, Exchange exchange, int connections, Duration time, double ratePerSecond, long most) {

    static Load closed(URI url, Exchange exchange, int connections, Duration time) {
        return of(url, exchange, connections, time, 0);
    }

    static Load of(URI url, Exchange exchange, int connections, Duration time, double ratePerSecond) {
        return new Load(address(url), exchange, connections, time, ratePerSecond, Long.MAX_VALUE);
    }

    Load atMost(long requests) {
        return new Load(address, exchange, connections, time, ratePerSecond, requests);
    }

    private static InetSocketAddress address(URI url) {
        return new InetSocketAddress(url.getHost(), url.getPort());
    }
}
