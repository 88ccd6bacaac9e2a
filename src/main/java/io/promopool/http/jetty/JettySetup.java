package io.promopool.http.jetty;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.promopool.http.message.ProblemMapper;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** Configures Jetty and Javalin below the routes: connections, limits, threads, and features that must stay off. */
public final class JettySetup {
    /**
     * Must differ from the size of request buffers (8 kB). Jetty keeps free and used buffers of one size in one list,
     * and all request buffers are in use while claims wait. With equal sizes, Jetty searched that list for each answer:
     * 8% of a profile at 256 connections.
     */
    private static final int RESPONSE_HEADER_BYTES = 4 * 1024;

    /**
     * How much of an unread answer the system keeps for each connection. By default the system lets this grow to
     * megabytes.
     */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    /**
     * A body of at most this size is received as a whole before its handler runs. The handler reads the rest of a
     * longer body, such as a large batch, as it arrives.
     */
    private static final long MAX_AWAITED_BYTES = 32 * 1024;

    /** Connections that the system accepts before Jetty does, so that a burst of new callers is not refused. */
    private static final int ACCEPT_QUEUE = 1_024;

    private static final long IDLE_CONNECTION_MILLIS = 30_000;

    /** The framework's last resort. A claim is always answered earlier: the pool limits it to at most 60 s. */
    private static final long ASYNC_TIMEOUT_MILLIS = 150_000;

    /**
     * Types, codes and keys can be any text, with slashes, backslashes, dots and semicolons. {@code UrlText} rejects
     * malformed bytes.
     */
    private static final UriCompliance ANY_TEXT = new UriCompliance(
            "any text",
            EnumSet.complementOf(EnumSet.of(
                    Violation.BAD_PERCENT_ENCODING,
                    Violation.UTF16_ENCODINGS,
                    Violation.USER_INFO,
                    Violation.FRAGMENT)));

    private final String host;
    private final int port;
    private final int maxConnections;
    private final RequestClassifier classifier;
    private final HttpListener listener;
    private final HttpThreads threads = new HttpThreads();

    /**
     * @param host name or address to listen on
     * @param port 0 to 65535; 0 means any free port
     * @param maxConnections how many connections can be open at the same time; reduced if the system allows fewer open
     *     files
     * @param listener is called for every answer
     */
    public JettySetup(String host, int port, int maxConnections, RequestClassifier classifier, HttpListener listener) {
        this.host = host;
        this.port = port;
        this.maxConnections = ConnectionLimit.feasible(maxConnections);
        this.classifier = classifier;
        this.listener = listener;
    }

    /** Runs work that waits, for the storage or for a caller. */
    public Executor blocking() {
        return threads.blocking();
    }

    /**
     * Applies this setup.
     *
     * @param first handles requests before the servlet layer, or passes them on; it must never wait
     */
    public void configure(JavalinConfig javalin, Handler.Singleton first) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.http.asyncTimeout = ASYNC_TIMEOUT_MILLIS;
        javalin.router.ignoreTrailingSlashes = false;
        javalin.jetty.threadPool = threads;
        javalin.jetty.modifyServer(server -> addHandlers(server, first));
        javalin.jetty.modifyServer(server -> server.setRequestLog(new AnswerLog(listener, classifier)));
        javalin.jetty.addConnector((server, http) -> connector(server, http));
        javalin.jetty.modifyHttpConfiguration(JettySetup::setLimits);
        javalin.jetty.modifyServletContextHandler(JettySetup::allowAnyPath);
    }

    private void addHandlers(Server server, Handler.Singleton first) {
        // Each handler is inserted before the others, so a request reaches the last one first.
        server.insertHandler(new BlockingHandler(threads, classifier));
        server.insertHandler(wholeBodies());
        server.insertHandler(new WebSocketRefusal());
        server.insertHandler(first);
        server.insertHandler(new GracefulHandler());
        server.setErrorHandler(new JettyErrors());
        // A connection has one request at a time, so this limits the requests in flight too.
        server.addBean(new NetworkConnectionLimit(maxConnections, server));
    }

    private SelectorConnector connector(Server server, HttpConfiguration http) {
        SelectorConnector connector = new SelectorConnector(server, new HttpConnectionFactory(http), maxConnections);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }

    /** Waits for whole bodies without a thread, so that clients that send half a body hold no blocking thread. */
    private Handler.Singleton wholeBodies() {
        EagerContentHandler handler =
                new EagerContentHandler(new RetainedContentLoaderFactory(MAX_AWAITED_BYTES, -1, false));
        handler.include(request ->
                classifier.isReadWhole(request.getMethod(), request.getHttpURI().getPath()));
        return handler;
    }

    private static void setLimits(HttpConfiguration http) {
        http.setUriCompliance(ANY_TEXT);
        http.setRequestHeaderSize(ProblemMapper.MAX_HEADER_BYTES);
        http.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
        // Jetty caches the headers of a connection, by default ignoring case: the keys A and a would be the same key.
        http.setHeaderCacheCaseSensitive(true);
        http.setIdleTimeout(IDLE_CONNECTION_MILLIS);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }

    private static void allowAnyPath(ServletContextHandler context) {
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.setErrorHandler(new JettyErrors());
    }
}
