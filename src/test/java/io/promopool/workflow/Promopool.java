package io.promopool.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.App;
import io.promopool.settings.Settings;
import io.promopool.testing.ApiKeys;
import io.promopool.testing.Urls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole service with its embedded Redis. It can be stopped, and started again with the same port and data. */
final class Promopool implements AutoCloseable {
    static final String API_KEY = "a key for tests";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private Duration claimTimeout = Duration.ofSeconds(5);
    private int port;
    private App app;

    record Counts(long available, long claimed) {}

    Promopool(Path folder) throws IOException {
        this.folder = folder;
        start();
    }

    /** Starts on the same port as before. */
    void start() throws IOException {
        Map<String, String> environment = Map.of(
                "PROMOPOOL_HTTP_PORT", Integer.toString(port),
                "PROMOPOOL_DATA_DIR", folder.resolve("data").toString(),
                "PROMOPOOL_AUTH_KEYS", ApiKeys.entry("tests", "admin", API_KEY),
                "PROMOPOOL_REDIS_TIMEOUT", claimTimeout.toString(),
                "PROMOPOOL_CLAIMS_TIMEOUT", claimTimeout.toString());
        app = new App(Settings.load(environment, Map.of(), folder), InstantSource.system());
        app.start();
        port = app.port();
    }

    /** From the next start on, a claim is answered with 503 after this time if Redis does not answer. */
    void answerWithin(Duration claimTimeout) {
        this.claimTimeout = claimTimeout;
    }

    void stop() {
        app.close();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Codes of the type {@code birthday}, 10% off, that never expire. */
    void upload(List<String> codes) throws Exception {
        String csv = codes.stream().collect(Collectors.joining("\n", "code\n", "\n"));
        JsonNode report = send(request("/v1/codes?type=birthday&discount=10")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv)));
        assertEquals(codes.size(), report.path("added").asInt(), report.toString());
    }

    Counts counts() throws Exception {
        JsonNode type = send(request("/v1/types/birthday").GET());
        return new Counts(type.get("available").asLong(), type.get("claimed").asLong());
    }

    /** The code that a key got. */
    String codeOf(String key) throws Exception {
        String path = "/v1/claims/" + Urls.encoded(key);
        return send(request(path).GET()).get("promocode").asText();
    }

    /** Suspends its Redis until {@link #thaw}, as if the disk of the machine hung. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        ProcessHandle redis = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
                .findFirst()
                .orElseThrow();
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start();
        assertEquals(0, kill.waitFor());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + API_KEY);
    }

    private JsonNode send(HttpRequest.Builder request) throws Exception {
        return JSON.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }

    @Override
    public void close() {
        stop();
    }
}
