package io.promopool.http.message;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

/**
 * The id of a request: the caller's header {@link #HEADER} if it has a valid form, otherwise one of the service. Every
 * answer has it in the same header, every problem in a member, and every line of the log that the request causes.
 */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    /** The name of the member of a problem, and of the value that a log pattern prints. */
    static final String MEMBER = "requestId";

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final int MAX_LENGTH = 128;

    /** What common ids consist of, and nothing that means something in a log, in a shell or in HTML. */
    private static final String PUNCTUATION = "-_.:=/+@~";

    private RequestId() {}

    /** The id of a request, the same at every call. */
    public static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = from(request.getHeaders().get(HEADER));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The id of a request that goes through the routes. */
    public static String of(Context ctx) {
        return (String) Objects.requireNonNull(ctx.req().getAttribute(ATTRIBUTE));
    }

    /**
     * The id in a header, or a new one if there is none or if it has another form. The fast lane calls this once for
     * each request and keeps the id itself, because attributes would cost more than the id.
     *
     * @param header 1 to 128 ASCII letters, digits and {@code -_.:=/+@~}; anything else is ignored, also null
     */
    public static String from(String header) {
        // 64 random bits. A counter would show strangers how many requests there are.
        return isValid(header)
                ? header
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static boolean isValid(String header) {
        if (header == null || header.isEmpty() || header.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            boolean isAlphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isAlphanumeric && PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Runs work on this thread. The lines that it logs have the id. */
    public static <T> T inLog(String id, Supplier<T> work) {
        String before = MDC.get(MEMBER);
        MDC.put(MEMBER, id);
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(MEMBER);
            } else {
                MDC.put(MEMBER, before);
            }
        }
    }
}
