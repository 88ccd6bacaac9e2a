package io.promopool.bench;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.util.ConcurrencyUtil;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A server with one constant response, in the same kind of process as the service: the cost of HTTP alone. Its argument
 * is the port on 127.0.0.1. The response to {@code GET /} has as many bytes as the response to a claim.
 */
final class ConstantServer {
    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 8;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final byte[] ANSWER = Digits.ascii("{\"promocode\":\"PP0000000000\",\"type\":\"type-000000\","
            + "\"discount\":10,\"expirationDate\":\"2099-12-31T23:59\",\"claimedAt\":\"2026-01-01T00:00:00Z\","
            + "\"key\":\"send-0123456789abcdef-xxx00000000001\"}");

    private ConstantServer() {}

    public static void main(String[] args) {
        Javalin.create(javalin -> {
                    javalin.startup.showJavalinBanner = false;
                    javalin.startup.showOldJavalinVersionWarning = false;
                    javalin.http.compressionStrategy = CompressionStrategy.NONE;
                    javalin.jetty.host = "127.0.0.1";
                    javalin.jetty.port = Integer.parseInt(args[0]);
                    javalin.jetty.threadPool = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS
                            ? ConcurrencyUtil.jettyThreadPool("http", MIN_THREADS, MAX_THREADS, true)
                            : new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
                    javalin.routes.get(
                            "/", ctx -> ctx.contentType("application/json").result(ANSWER));
                })
                .start();
    }
}
