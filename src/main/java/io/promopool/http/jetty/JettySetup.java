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

/** The server below the routes: its limits, and what it must not do unasked. */
public final class JettySetup {
    /**
     * Not the size of the buffers for requests (8 kB), which are all in use while claims wait: Jetty keeps free and
     * used buffers of one size in one list, and searched that list for each answer (8% of a profile at 256
     * connections).
     */
    private static final int RESPONSE_HEADER_BYTES = 4 * 1024;

    /** What the system keeps of an answer that is not read; left to itself, up to megabytes for each connection. */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    /** A body is awaited up to this; the rest of a longer one, a large batch, is read as it comes. */
    private static final long MAX_AWAITED_BYTES = 32 * 1024;

    /** Connections that the system takes for us before we do: who comes in a crowd is not to be turned away. */
    private static final int ACCEPT_QUEUE = 1_024;

    private static final long IDLE_CONNECTION_MILLIS = 30_000;

    /** The framework's last resort. Claims are answered before it: each is in the pool for at most 60 s. */
    private static final long ASYNC_TIMEOUT_MILLIS = 150_000;

    /** Types, codes and keys are any text: slashes, backslashes, dots, semicolons. Bytes are judged by UrlText. */
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
     * @param port 0 takes any free port
     * @param maxConnections connections that may be open at the same time; fewer if the system allows fewer open files
     * @param listener is called for every answer
     */
    public JettySetup(String host, int port, int maxConnections, RequestClassifier classifier, HttpListener listener) {
        this.host = host;
        this.port = port;
        this.maxConnections = ConnectionLimit.within(maxConnections);
        this.classifier = classifier;
        this.listener = listener;
    }

    /** Runs work that waits. */
    public Executor blocking() {
        return threads.blocking();
    }

    /** @param first is asked before the servlet layer whether it serves a request; it never waits */
    public void configure(JavalinConfig javalin, Handler.Singleton first) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
        javalin.http.asyncTimeout = ASYNC_TIMEOUT_MILLIS;
        javalin.router.ignoreTrailingSlashes = false;
        javalin.jetty.threadPool = threads;
        javalin.jetty.modifyServer(server -> bound(server, first));
        javalin.jetty.modifyServer(server -> server.setRequestLog(new AnswerLog(listener, classifier)));
        javalin.jetty.addConnector((server, http) -> connector(server, http));
        javalin.jetty.modifyHttpConfiguration(JettySetup::bound);
        javalin.jetty.modifyServletContextHandler(JettySetup::pass);
    }

    private void bound(Server server, Handler.Singleton first) {
        // The last of these is the first that a request comes to.
        server.insertHandler(new BlockingHandler(threads, classifier));
        server.insertHandler(wholeBodies());
        server.insertHandler(new WebSocketRefusal());
        server.insertHandler(first);
        server.insertHandler(new GracefulHandler());
        server.setErrorHandler(new JettyErrors());
        // Each connection has one request at a time, so this bounds the requests too.
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

    /** A claim is handled when its body is there: clients that send half of one must not hold the threads. */
    private Handler.Singleton wholeBodies() {
        EagerContentHandler handler =
                new EagerContentHandler(new RetainedContentLoaderFactory(MAX_AWAITED_BYTES, -1, false));
        handler.include(request ->
                classifier.isReadWhole(request.getMethod(), request.getHttpURI().getPath()));
        return handler;
    }

    private static void bound(HttpConfiguration http) {
        http.setUriCompliance(ANY_TEXT);
        http.setRequestHeaderSize(ProblemMapper.MAX_HEADER_BYTES);
        http.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
        // Jetty remembers headers of a connection without regard to case: the keys A and a would be the same key.
        http.setHeaderCacheCaseSensitive(true);
        http.setIdleTimeout(IDLE_CONNECTION_MILLIS);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }

    private static void pass(ServletContextHandler context) {
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.setErrorHandler(new JettyErrors());
    }
}
