package io.promopool.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.App;
import io.promopool.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The whole service over an embedded Redis, and a client for it. */
public final class TestService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newHttpClient();
    private App app;
    private int port;
    private Optional<String> key = Optional.empty();
    private int claims;

    public TestService(Path folder, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.environment = environment;
        start();
    }

    /** Starts the service. After a stop, it has the same port and data. */
    public void start() throws IOException {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("PROMOPOOL_HTTP_PORT", Integer.toString(port));
        settings.put("PROMOPOOL_DATA_DIR", folder.resolve("data").toString());
        settings.put("PROMOPOOL_HTTP_STOP_TIMEOUT", "2s");
        app = new App(Settings.load(settings, Map.of(), folder), InstantSource.system());
        try {
            app.start();
        } catch (IOException | RuntimeException e) {
            // Its Redis may be running, and nothing else would stop it.
            app.close();
            throw e;
        }
        port = app.port();
    }

    public void stop() {
        app.close();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The API key that this client sends from now on. */
    public void useKey(String apiKey) {
        key = Optional.of(apiKey);
    }

    public JsonNode upload(String type, String csv) throws Exception {
        return ok(request("/v1/codes?type=" + Urls.encoded(type))
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv)));
    }

    /** Claims a code with a new key. */
    public String claim(String type) throws Exception {
        return claim(type, "key-" + claims++);
    }

    public String claim(String type, String claimKey) throws Exception {
        String body = JSON.writeValueAsString(Map.of("type", type, "key", claimKey));
        return ok(request("/v1/claims")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .get("promocode")
                .asText();
    }

    public String stateOf(String code) throws Exception {
        return ok(request("/v1/codes?code=" + Urls.encoded(code))).get("state").asText();
    }

    public int status(String path) throws Exception {
        return send(request(path)).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(30));
        key.ifPresent(apiKey -> request.header("Authorization", "Bearer " + apiKey));
        return request;
    }

    private JsonNode ok(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = send(request);
        assertTrue(answer.statusCode() < 300, answer.body());
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        stop();
    }
}
