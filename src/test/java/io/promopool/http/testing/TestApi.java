package io.promopool.http.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promopool.auth.ApiKey;
import io.promopool.auth.AuthSettings;
import io.promopool.http.AllowedHosts;
import io.promopool.http.HttpBackend;
import io.promopool.http.HttpServer;
import io.promopool.http.HttpSettings;
import io.promopool.http.MetricsPage;
import io.promopool.http.Monitor;
import io.promopool.http.jetty.HttpListener;
import io.promopool.pool.ExpirationFormat;
import io.promopool.testing.MemoryCodePool;
import io.promopool.testing.RawConnection;
import io.promopool.upload.UploadLimits;
import io.promopool.upload.UploadListener;
import io.promopool.upload.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The API on a free port over a pool in memory, and a client for it. The time is always noon on June 1, 2024, UTC. */
public final class TestApi implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2024-06-01T12:00:00.123Z");
    public static final int MAX_UPLOADS = 2;
    public static final long MAX_UPLOAD_BYTES = 100_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public final MemoryCodePool pool = new MemoryCodePool(Clock.fixed(NOW, ZoneOffset.UTC));
    public final MemoryStocks stocks = new MemoryStocks(pool);
    public final Queue<String> answers = new ConcurrentLinkedQueue<>();
    public final AtomicInteger unauthenticated = new AtomicInteger();
    public final HttpServer server;
    public volatile Optional<String> unreadyReason = Optional.empty();
    private final List<RawConnection> connections = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Creates the server under test. */
    public interface ServerFactory {
        HttpServer create(HttpSettings settings, AuthSettings auth, HttpBackend backend, InstantSource clock);
    }

    public TestApi(ApiKey... keys) throws IOException {
        this(4_096, keys);
    }

    public TestApi(ServerFactory servers) throws IOException {
        this(4_096, AllowedHosts.NONE, servers);
    }

    public TestApi(int maxConnections, ApiKey... keys) throws IOException {
        this(maxConnections, AllowedHosts.NONE, HttpServer::new, keys);
    }

    public TestApi(AllowedHosts allowedHosts, ApiKey... keys) throws IOException {
        this(4_096, allowedHosts, HttpServer::new, keys);
    }

    private TestApi(int maxConnections, AllowedHosts allowedHosts, ServerFactory servers, ApiKey... keys)
            throws IOException {
        ExpirationFormat dates = new ExpirationFormat(ZoneId.of("Europe/Kyiv"));
        HttpBackend backend = new HttpBackend(
                pool,
                new Uploader(pool, dates, new UploadLimits(MAX_UPLOAD_BYTES, 10_000), UploadListener.NONE),
                stocks.backend(Clock.fixed(NOW, ZoneOffset.UTC)),
                dates,
                new Monitor(
                        () -> unreadyReason,
                        accept -> new MetricsPage.Text("text/plain", ('"' + accept.orElse("") + '"').getBytes(UTF_8)),
                        new HttpListener() {
                            @Override
                            public void answered(Call call, int status) {
                                answers.add(call + " " + status);
                            }

                            @Override
                            public void unauthenticated() {
                                unauthenticated.incrementAndGet();
                            }
                        }));
        HttpSettings settings =
                new HttpSettings("127.0.0.1", 0, allowedHosts, MAX_UPLOADS, maxConnections, Duration.ofSeconds(5));
        server = servers.create(settings, new AuthSettings(List.of(keys)), backend, Clock.fixed(NOW, ZoneOffset.UTC));
        server.start();
    }

    /** A response. Its JSON is a missing node if there is no body. */
    public record Reply(int status, HttpResponse<String> response, JsonNode json) {
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The last part of the problem type. */
        public String problem() {
            return json.path("type").asText().replace("urn:promopool:problem:", "");
        }

        public String detail() {
            return json.path("detail").asText();
        }

        public String field() {
            return json.path("field").asText();
        }
    }

    /** Opens a connection, which is closed with this API. */
    public RawConnection connect() throws IOException {
        return connect(0);
    }

    /** @param receiveBufferBytes see {@link RawConnection#RawConnection(int, int)} */
    public RawConnection connect(int receiveBufferBytes) throws IOException {
        RawConnection connection = new RawConnection(server.port(), receiveBufferBytes);
        connections.add(connection);
        return connection;
    }

    /** All connections that {@link #connect} has opened, in order. */
    public List<RawConnection> connections() {
        return connections;
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE);
    }

    public Reply get(String path) throws Exception {
        return send(to(path));
    }

    public Reply post(String path, String json) throws Exception {
        return send(to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public Reply patch(String path, String json) throws Exception {
        return send(to(path).header("Content-Type", "application/json").method("PATCH", BodyPublishers.ofString(json)));
    }

    public Reply send(HttpRequest.Builder request) throws Exception {
        return reply(client.send(request.build(), BodyHandlers.ofString()));
    }

    /** Sends a GET as if that name led to the service, as the client of a proxy does. */
    public Reply sendTo(String host, HttpRequest.Builder request) throws Exception {
        HttpClient rebound = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())))
                .build();
        String url = request.build().uri().toString().replace("127.0.0.1", host);
        return reply(rebound.send(request.uri(URI.create(url)).build(), BodyHandlers.ofString()));
    }

    /** The body of a response that does not end. */
    public InputStream stream(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException(new String(response.body().readAllBytes(), UTF_8));
        }
        return response.body();
    }

    /**
     * Sends lines, each ended by CRLF, and an empty line. Returns everything that the server sends before it closes the
     * connection.
     */
    public String raw(String... lines) throws IOException {
        return rawBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
    }

    public String rawBytes(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    public static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** Checks each response of every test against the API's description. */
    private static Reply reply(HttpResponse<String> response) throws IOException {
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        JsonNode json = isJson && !response.body().isEmpty() ? json(response.body()) : MissingNode.getInstance();
        String id = response.headers().firstValue("X-Request-Id").orElse("");
        assertNotEquals("", id, () -> "no id of the request: " + response);
        if (response.statusCode() >= 400 && !response.body().isEmpty()) {
            assertEquals(id, json.path("requestId").asText(), () -> "in the problem " + json);
        }
        ApiDescription.get().check(response, json);
        return new Reply(response.statusCode(), response, json);
    }

    @Override
    public void close() {
        connections.forEach(RawConnection::close);
        server.close();
    }
}
