package io.promopool.http;

import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.promopool.auth.AuthSettings;
import io.promopool.http.jetty.JettySetup;
import io.promopool.http.jetty.ServerStop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: the API, the dashboard and the metrics. Can be started once and closed once. */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private final HttpSettings settings;
    private final AuthSettings auth;
    private final Routes routes;
    private final Javalin app;
    private volatile boolean stopping;

    public HttpServer(HttpSettings settings, AuthSettings auth, HttpBackend backend, InstantSource clock) {
        this(settings, auth, backend, clock, RequestPolicy.ofService(settings));
    }

    HttpServer(
            HttpSettings settings, AuthSettings auth, HttpBackend backend, InstantSource clock, RequestPolicy policy) {
        this.settings = Objects.requireNonNull(settings);
        this.auth = Objects.requireNonNull(auth);
        JettySetup jetty = new JettySetup(
                settings.host(),
                settings.port(),
                settings.maxConnections(),
                new PathClassifier(),
                backend.monitor().answers());
        Supplier<Optional<String>> unreadyReason = () -> stopping
                ? Optional.of("the service is stopping")
                : backend.monitor().unreadyReason().get();
        Renderer renderer = new Renderer(backend.dates());
        ClaimAnswers answers = new ClaimAnswers(backend.pool(), renderer, clock);
        Access access = new Access(auth, new RefusedCallers(backend.monitor().answers()));
        this.routes = new Routes(
                backend.withUnreadyReason(unreadyReason), answers, renderer, settings.maxUploads(), jetty.blocking());
        FastLane fastLane = new FastLane(policy, access, answers, jetty.blocking());
        this.app = Javalin.create(javalin -> {
            jetty.configure(javalin, fastLane);
            ErrorHandlers.addTo(javalin);
            routes.addTo(javalin.routes, policy, access);
        });
    }

    /**
     * Starts to listen. Returns when requests are accepted.
     *
     * @throws IllegalStateException if there are no API keys and the host is not loopback, so that others could do
     *     everything; nothing listens then
     * @throws IOException if the host is unknown or the port is in use; the message says which
     */
    public void start() throws IOException {
        if (auth.isOpen()) {
            refuseOpenBeyondLoopback();
            log.warn("no API keys are configured: everyone who can reach {} can do everything", settings.host());
        }
        String address = settings.host() + ":" + settings.port();
        try {
            app.start();
        } catch (JavalinBindException e) {
            throw new IOException("can't listen on " + address + ": " + e.getMessage(), e);
        } catch (JavalinException e) {
            throw new IOException("can't listen on " + address, e);
        }
        log.info("listening on {}:{}", settings.host(), port());
    }

    /** The port on which the server listens; if the setting is 0, the one that the system has chosen. */
    public int port() {
        return app.port();
    }

    /** Every method and path with a handler, for the test that compares them with openapi.yaml. */
    List<Endpoint> routes() {
        return app.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .toList();
    }

    /**
     * Stops the server. Readiness checks fail and new requests get 503 while requests in flight finish, for at most the
     * stop timeout. Then requests that still run are cut off, and the server stops listening. Until then connections
     * are accepted, so that a new caller gets the 503 and can try another instance.
     */
    @Override
    public void close() {
        stopping = true;
        routes.close();
        ServerStop.stop(app.jettyServer().server(), settings.stopTimeout());
    }

    private void refuseOpenBeyondLoopback() throws IOException {
        try {
            if (!Arrays.stream(InetAddress.getAllByName(settings.host())).allMatch(InetAddress::isLoopbackAddress)) {
                throw new IllegalStateException("no API keys are configured, and " + settings.host()
                        + " can be reached from other machines: set auth.keys, or set http.host to 127.0.0.1");
            }
        } catch (UnknownHostException e) {
            throw new IOException("can't listen on " + settings.host() + ": unknown host", e);
        }
    }
}
