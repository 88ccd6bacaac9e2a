package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.settings.Settings;
import io.promopool.testing.Urls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service, from HTTP to the files of the embedded Redis. */
class ServiceIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private App app;

    @BeforeEach
    void start() throws IOException {
        start("PROMOPOOL_HTTP_STOP_TIMEOUT", "15s");
    }

    private void start(String name, String value) throws IOException {
        Map<String, String> environment = Map.of(
                "PROMOPOOL_HTTP_PORT",
                "0",
                "PROMOPOOL_DATA_DIR",
                folder.resolve("data").toString(),
                name,
                value);
        app = new App(Settings.load(environment, Map.of(), folder), InstantSource.system());
        app.start();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void codes_are_uploaded_claimed_repeated_retired_and_counted() throws Exception {
        JsonNode report =
                upload("birthday", "code,discount,expirationDate\nA,10,2099-12-31T23:59\nB,10,2099-12-31T23:59\n");
        assertEquals(2, report.get("added").asInt());

        HttpResponse<String> first = claim("birthday", "run-17:block-3");
        HttpResponse<String> again = claim("birthday", "run-17:block-3");

        assertEquals(201, first.statusCode());
        assertEquals("A", json(first).get("promocode").asText());
        assertEquals(200, again.statusCode());
        assertEquals(json(first), json(again));
        assertEquals("B", json(patch("B", true)).get("code").asText());
        assertEquals(409, claim("birthday", "run-18:block-3").statusCode());
        JsonNode counts = json(get("/v1/types/birthday"));
        assertEquals(List.of(0, 1, 1, 0, 2), numbers(counts, "available", "claimed", "retired", "expired", "total"));
        assertEquals("claimed", json(get("/v1/codes/A")).get("state").asText());
        assertEquals(
                "A", json(get("/v1/claims/run-17:block-3")).get("promocode").asText());
    }

    @Test
    void a_restart_keeps_everything() throws Exception {
        upload("t", "code\nA\nB\nC\n");
        assertEquals("A", json(claim("t", "k")).get("promocode").asText());
        patch("B", true);
        JsonNode before = json(get("/v1/types/t"));

        stop();
        start();

        assertEquals(before, json(get("/v1/types/t")));
        assertEquals("A", json(claim("t", "k")).get("promocode").asText());
        assertEquals("C", json(claim("t", "l")).get("promocode").asText());
        assertEquals("unchanged", onlyOutcome(upload("t", "code\nA\n")));
    }

    @Test
    void types_codes_and_keys_of_any_text_come_back_as_they_were_sent() throws Exception {
        for (String text :
                List.of("a/b {c} ? Свято", "100%25", "a+b&c=d", "😀 \"quoted\"", "semi;colon", "x".repeat(128))) {
            assertEquals("added", onlyOutcome(upload(text, "code\n\"" + text.replace("\"", "\"\"") + "\"\n")));
            JsonNode claim = json(claim(text, text));
            assertEquals(text, claim.get("promocode").asText());
            assertEquals(
                    text,
                    json(get("/v1/types/" + Urls.encoded(text))).get("type").asText());
            assertEquals(
                    0,
                    json(get("/v1/types/" + Urls.encoded(text) + "/count"))
                            .get("available")
                            .asInt());
            assertEquals(
                    text,
                    json(get("/v1/codes/" + Urls.encoded(text))).get("key").asText());
            assertEquals(
                    text,
                    json(get("/v1/claims/" + Urls.encoded(text)))
                            .get("promocode")
                            .asText());
        }
        for (String dots : List.of(".", "..")) {
            upload(dots, "code\n" + dots + "\n");
            claim(dots, dots);
            assertEquals(dots, json(get("/v1/types?type=" + dots)).get("type").asText());
            assertEquals(dots, json(get("/v1/codes?code=" + dots)).get("code").asText());
            assertEquals(dots, json(get("/v1/claims?key=" + dots)).get("key").asText());
        }
    }

    @Test
    void a_file_from_a_spreadsheet_is_loaded() throws Exception {
        String sheet = "\uFEFFCode;Type;Discount;ExpirationDate;InUse\r\n"
                + "SHEET-1;\"black friday\";05;2099-11-27T23:59;FALSE\r\n"
                + "\u00A0SHEET-2 ;black friday;5;never;\r\n"
                + "\r\n";
        HttpResponse<String> answer = post("/v1/codes", "text/csv", sheet);
        assertEquals(List.of(2, 2, 0), numbers(json(answer), "read", "added", "rejected"));
        assertEquals(
                "SHEET-1", json(claim("black friday", "k")).get("promocode").asText());
    }

    @Test
    void a_redis_that_dies_is_started_again_with_its_data_and_the_service_reports_the_outage() throws Exception {
        upload("t", "code\nA\nB\n");
        assertEquals("A", json(claim("t", "k")).get("promocode").asText());
        redis().destroyForcibly();

        Set<Integer> statuses = new HashSet<>();
        HttpResponse<String> answer;
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            answer = claim("t", "k");
            statuses.add(answer.statusCode());
            assertTrue(answer.statusCode() != 503
                    || json(answer).get("key").asText().equals("k"));
        } while (answer.statusCode() != 200 && System.nanoTime() < end);
        assertEquals("A", json(answer).get("promocode").asText());
        // 201 too: within the second of the first claim, the service can't tell a retry from the claim that made the
        // record.
        assertTrue(Set.of(200, 201, 503).containsAll(statuses), statuses.toString());
        while (get("/health/ready").statusCode() != 200 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals("B", json(claim("t", "l")).get("promocode").asText());
    }

    @Test
    void a_stop_cuts_off_what_takes_too_long_and_leaves_nothing_behind() throws Exception {
        stop();
        start("PROMOPOOL_HTTP_STOP_TIMEOUT", "300ms");
        ProcessHandle redis = redis();
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), app.port())) {
            slow.getOutputStream()
                    .write(("POST /v1/codes?type=t HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                                    + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\ncode\nA\n")
                            .getBytes(StandardCharsets.UTF_8));
            byte[] answer = slow.getInputStream().readNBytes("HTTP/1.1 100".length());
            assertEquals("HTTP/1.1 100", new String(answer, StandardCharsets.UTF_8), "the upload is being read");

            stop();
        }
        assertFalse(redis.isAlive());
    }

    private ProcessHandle redis() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode upload(String type, String csv) throws Exception {
        HttpResponse<String> answer = post("/v1/codes?type=" + Urls.encoded(type), "text/csv", csv);
        assertEquals(200, answer.statusCode(), answer.body());
        return json(answer);
    }

    private HttpResponse<String> claim(String type, String key) throws Exception {
        return post("/v1/claims", "application/json", JSON.writeValueAsString(Map.of("type", type, "key", key)));
    }

    private HttpResponse<String> patch(String code, boolean inUse) throws Exception {
        return send(request("/v1/codes/" + Urls.encoded(code))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"inUse\": " + inUse + "}")));
    }

    private HttpResponse<String> post(String path, String mediaType, String body) throws Exception {
        return send(request(path).header("Content-Type", mediaType).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static List<Integer> numbers(JsonNode of, String... fields) {
        return List.of(fields).stream().map(field -> of.get(field).asInt()).toList();
    }

    private static String onlyOutcome(JsonNode report) {
        assertEquals(1, report.get("read").asInt(), report.toString());
        return List.of("added", "updated", "retired", "reactivated", "unchanged", "rejected").stream()
                .filter(outcome -> report.get(outcome).asInt() == 1)
                .findFirst()
                .orElseThrow();
    }
}
