package io.promopool.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promopool.auth.ApiKey;
import io.promopool.auth.AuthSettings;
import io.promopool.pool.ExpirationFormat;
import io.promopool.upload.UploadLimits;
import io.promopool.upload.UploadListener;
import io.promopool.upload.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The API on a free port over a pool in memory, and a client for it. It is noon on the first of June 2024, UTC. */
final class TestApi implements AutoCloseable {
    static final Instant NOW = Instant.parse("2024-06-01T12:00:00.123Z");
    static final int MAX_UPLOADS = 2;
    static final long MAX_UPLOAD_BYTES = 100_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final MemoryCodePool pool = new MemoryCodePool(Clock.fixed(NOW, ZoneOffset.UTC));
    final MemoryStocks stocks = new MemoryStocks(pool);
    final Queue<String> answers = new ConcurrentLinkedQueue<>();
    final HttpServer server;
    volatile Optional<String> unreadyReason = Optional.empty();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestApi(ApiKey... keys) throws IOException {
        this(4_096, keys);
    }

    TestApi(RequestPolicy policy) throws IOException {
        this(4_096, policy);
    }

    TestApi(int maxConnections, ApiKey... keys) throws IOException {
        this(maxConnections, RequestPolicy.ofService(), keys);
    }

    private TestApi(int maxConnections, RequestPolicy policy, ApiKey... keys) throws IOException {
        ExpirationFormat dates = new ExpirationFormat(ZoneId.of("Europe/Kyiv"));
        HttpBackend backend = new HttpBackend(
                pool,
                new Uploader(pool, dates, new UploadLimits(MAX_UPLOAD_BYTES, 10_000), UploadListener.NONE),
                stocks.backend(Clock.fixed(NOW, ZoneOffset.UTC)),
                dates,
                new Monitor(
                        () -> unreadyReason,
                        accept -> new MetricsPage.Text("text/plain", ('"' + accept.orElse("") + '"').getBytes(UTF_8)),
                        (call, status) -> answers.add(call + " " + status)));
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, MAX_UPLOADS, maxConnections, Duration.ofSeconds(5));
        server = new HttpServer(
                settings, new AuthSettings(List.of(keys)), backend, Clock.fixed(NOW, ZoneOffset.UTC), policy);
        server.start();
    }

    /** A status, headers, and JSON; missing where there is no body. */
    record Reply(int status, HttpResponse<String> response, JsonNode json) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The last part of a problem's type. */
        String problem() {
            return json.path("type").asText().replace("urn:promopool:problem:", "");
        }

        String detail() {
            return json.path("detail").asText();
        }

        String field() {
            return json.path("field").asText();
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE);
    }

    Reply get(String path) throws Exception {
        return send(to(path));
    }

    Reply post(String path, String json) throws Exception {
        return send(to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    Reply patch(String path, String json) throws Exception {
        return send(to(path).header("Content-Type", "application/json").method("PATCH", BodyPublishers.ofString(json)));
    }

    Reply send(HttpRequest.Builder request) throws Exception {
        return reply(client.send(request.build(), BodyHandlers.ofString()));
    }

    /** An answer that does not end: its body, as it comes. */
    InputStream stream(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException(new String(response.body().readAllBytes(), UTF_8));
        }
        return response.body();
    }

    /** Each line ended by CRLF, an empty line after them; the whole of what comes back before the server hangs up. */
    String raw(String... lines) throws IOException {
        return rawBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
    }

    String rawBytes(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** Each answer, whichever test asked for it, is as the API's description says. */
    private static Reply reply(HttpResponse<String> response) throws IOException {
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").contains("json");
        JsonNode json = isJson ? json(response.body()) : MissingNode.getInstance();
        ApiDescription.get().check(response, json);
        return new Reply(response.statusCode(), response, json);
    }

    @Override
    public void close() {
        server.close();
    }
}
