package io.promopool.http;

import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API, listening. Started once and closed once. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** For connections without a request: Jetty closes those that stay idle for a second. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final Duration CUT_OFF = Duration.ofMillis(1);

    private final HttpSettings settings;
    private final AuthSettings auth;
    private final Routes routes;
    private final Javalin app;
    private volatile boolean stopping;

    public HttpServer(HttpSettings settings, AuthSettings auth, HttpBackend backend) {
        this.settings = Objects.requireNonNull(settings);
        this.auth = Objects.requireNonNull(auth);
        HttpThreads threads = new HttpThreads();
        Readiness readiness = () -> stopping
                ? Optional.of("it is being stopped")
                : backend.monitor().readiness().unreadyReason();
        Renderer renderer = new Renderer(backend.dates());
        ClaimAnswers answers = new ClaimAnswers(backend, renderer);
        Access access = new Access(auth);
        this.routes = new Routes(
                backend.withReadiness(readiness), answers, renderer, settings.maxUploads(), threads.blocking());
        FastLane fastLane = new FastLane(access, answers, threads.blocking());
        this.app = Javalin.create(javalin -> {
            JettySetup.configure(
                    javalin, settings, threads, fastLane, backend.monitor().answers());
            Failures.addTo(javalin.routes);
            javalin.routes.beforeMatched(access);
            routes.addTo(javalin.routes);
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
            LOG.warn("no API keys are configured: whoever reaches {} may do everything", settings.host());
        }
        String address = settings.host() + ":" + settings.port();
        try {
            app.start();
        } catch (JavalinBindException e) {
            throw new IOException("can't listen on " + address + ": " + e.getMessage(), e);
        } catch (JavalinException e) {
            throw new IOException("can't listen on " + address, e);
        }
        LOG.info("listening on {}:{}", settings.host(), port());
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
     * Not ready any more; refuses new requests with 503 while it lets running ones finish, within the stop timeout; then
     * breaks off what is left and stops listening. Until then connections are still accepted, so that whoever comes is
     * told to ask elsewhere, and not that there is nobody.
     */
    @Override
    public void close() {
        stopping = true;
        routes.close();
        Server server = app.jettyServer().server();
        // Else Jetty hangs up without a word on who comes now, and after a second on an upload that makes a pause.
        boolean finished = requestsFinish(server);
        server.setStopTimeout((finished ? LAST_WORDS : CUT_OFF).toMillis());
        try {
            // Not by the framework's own stop, to which a request that is cut off is an error of the program.
            server.stop();
        } catch (TimeoutException e) {
            LOG.debug("connections were cut off", e);
        } catch (Exception e) {
            LOG.error("the HTTP server was not stopped as it should", e);
        }
    }

    /** Whether all have ended in time. */
    private boolean requestsFinish(Server server) {
        GracefulHandler requests = server.getDescendant(GracefulHandler.class);
        if (requests == null || !server.isStarted()) {
            return true;
        }
        try {
            requests.shutdown().get(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            LOG.warn("requests that still ran after {} were cut off", settings.stopTimeout());
        } catch (ExecutionException e) {
            LOG.error("the end of running requests could not be awaited", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void refuseOpenBeyondLoopback() throws IOException {
        try {
            if (!Arrays.stream(InetAddress.getAllByName(settings.host())).allMatch(InetAddress::isLoopbackAddress)) {
                throw new IllegalStateException("no API keys are configured, and " + settings.host()
                        + " can be reached from elsewhere: configure API keys, or listen on 127.0.0.1");
            }
        } catch (UnknownHostException e) {
            throw new IOException("can't listen on " + settings.host() + ": there is no such host", e);
        }
    }
}
