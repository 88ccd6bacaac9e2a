package io.promopool.metrics.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.App;
import io.promopool.settings.Settings;
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
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The whole service over a Redis that the test provides, and a client that also reads its metrics. */
public final class MeteredService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final Settings settings;
    private final App app;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public MeteredService(String redisUrl, String... variables) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PROMOPOOL_HTTP_PORT",
                "0",
                "PROMOPOOL_REDIS_URL",
                redisUrl,
                "PROMOPOOL_REDIS_POOL",
                "create",
                "PROMOPOOL_DURABILITY_REQUIRE",
                "none"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        settings = Settings.load(environment, Map.of(), Path.of("target"));
        app = new App(settings, InstantSource.system());
        app.start();
    }

    public int port() {
        return app.port();
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = to(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public int upload(String path, String csv) throws Exception {
        HttpRequest request = to(path).header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    public int claim(String type, String key) throws Exception {
        return post("/v1/claims", Map.of("type", type, "key", key));
    }

    public int post(String path, Object body) throws Exception {
        return send(path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    /** Sends no Content-Length, so that the fast lane passes the claim on. */
    public int claimByRoute(String type, String key) throws Exception {
        byte[] body = JSON.writeValueAsBytes(Map.of("type", type, "key", key));
        return send("/v1/claims", BodyPublishers.ofByteArrays(List.of(body)));
    }

    private int send(String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request =
                to(path).header("Content-Type", "application/json").POST(body).build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                .timeout(PATIENCE);
    }

    public Scrape scrape() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode(), answer.body());
        return new Scrape(answer.body());
    }

    /**
     * Scrapes until the condition holds. The service counts a call independently of its response, so the count may
     * change a moment later.
     */
    public Scrape scrapeUntil(Predicate<Scrape> settled) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Scrape scrape = scrape();
        while (!settled.test(scrape)) {
            assertTrue(
                    System.nanoTime() < end,
                    "not within " + PATIENCE + "; last was " + get("/metrics").body());
            scrape = scrape();
        }
        return scrape;
    }

    @Override
    public void close() {
        app.close();
    }
}
