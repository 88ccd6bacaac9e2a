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

/** The HTTP API, listening. Started once and closed once. */
public final class HttpServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private final HttpSettings settings;
    private final AuthSettings auth;
    private final Routes routes;
    private final Javalin app;
    private volatile boolean stopping;

    public HttpServer(HttpSettings settings, AuthSettings auth, HttpBackend backend, InstantSource clock) {
        this(settings, auth, backend, clock, RequestPolicy.ofService());
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
        Access access = new Access(auth);
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
     * Begins to listen.
     *
     * @throws IllegalStateException where it would be open to others: there are no API keys, and the host is not
     *     loopback
     * @throws IOException where the host is unknown or the port is taken
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

    /** The port listened on, also where the settings leave the choice open. */
    public int port() {
        return app.port();
    }

    /** All that it answers to, for the test that holds these and the description of the API together. */
    List<Endpoint> routes() {
        return app.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .toList();
    }

    /**
     * Reports that it is not ready and refuses new requests with 503 while running ones finish, within the stop
     * timeout. Then it cuts off what still runs and stops listening. Until then connections are accepted, so that a
     * new caller gets an answer, and with it the hint to ask elsewhere.
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
