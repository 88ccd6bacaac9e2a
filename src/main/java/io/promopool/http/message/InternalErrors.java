package io.promopool.http.message;

import io.promopool.lang.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults of the service itself with their stack traces: those from one place in the code once a minute. */
public final class InternalErrors {
    private static final Logger log = LoggerFactory.getLogger(InternalErrors.class);
    private static final OncePerMinute FAULTS = new OncePerMinute();

    private InternalErrors() {}

    /** @param fault why a request failed */
    public static void report(Throwable fault) {
        StackTraceElement[] places = fault.getStackTrace();
        String kind = fault.getClass().getName() + (places.length == 0 ? "" : " " + places[0]);
        FAULTS.run(kind, repeated -> log.error("a request failed{}", repeated, fault));
    }
}
