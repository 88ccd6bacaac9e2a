package io.promopool.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.examples.Example.Result;
import io.promopool.examples.UnreliableProxy.Fate;
import io.promopool.testing.ApiKeys;
import io.promopool.testing.Await;
import io.promopool.testing.RestartableService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each example gets exactly one code for a message, however its attempts fail. Each test uploads as many codes as it
 * claims, so that the pool is empty between tests.
 */
class ExamplesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String API_KEY = "a key for tests";
    private static final int ATTEMPTS = 6;

    /** An example that waits after its last attempt waits longer: for a minute if the response asks for more. */
    private static final Duration ENDS_AFTER_LAST_ATTEMPT_WITHIN = Duration.ofSeconds(40);

    @TempDir
    static Path folder;

    private static RestartableService service;
    private static int uploaded;

    @BeforeAll
    static void start() throws Exception {
        service = new RestartableService(
                folder.resolve("service.log"),
                Map.of(
                        "PROMOPOOL_DATA_DIR",
                        folder.resolve("data").toString(),
                        "PROMOPOOL_AUTH_KEYS",
                        ApiKeys.entry("tests", "admin", API_KEY)));
        service.begin();
        service.awaitReady();
        upload("A-RETIRED-CODE,true"); // from here on, the type is known
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource
    void attempts_that_fail_and_a_second_run_get_the_one_code_of_the_key(Example example) throws Exception {
        example.assumeRunnable();
        String code = uploadOne();
        String contact = "Jos\u00e9 \"\u041f\\\" of " + example.file();
        Result first;
        List<String> keys;
        try (UnreliableProxy proxy =
                new UnreliableProxy(service.url(), List.of(Fate.UNAVAILABLE, Fate.RESPONSE_LOST), Fate.SERVED)) {
            first = example.run(contact, proxy.url(), API_KEY);
            keys = proxy.keys();
        }

        assertEquals(contact + ": 10% off, for you alone: " + code + "\n", first.output(), first.toString());
        assertEquals(0, first.status(), first.toString());
        assertEquals(Collections.nCopies(3, contact + ":birthday-2027"), keys);
        Result second = example.run(contact, service.url(), API_KEY);
        assertEquals(first.output(), second.output(), second.toString());
        assertNoCodeIsAvailable();
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_pool_leads_to_the_message_without_a_code_at_the_first_attempt(Example example) throws Exception {
        example.assumeRunnable();
        try (UnreliableProxy proxy = new UnreliableProxy(service.url(), List.of(), Fate.SERVED)) {
            Result result = example.run("late contact", proxy.url(), API_KEY);

            assertEquals("late contact: Happy birthday!\n", result.output(), result.toString());
            assertEquals(0, result.status(), result.toString());
            assertEquals(1, proxy.keys().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_mistake_is_reported_and_not_retried(Example example) throws Exception {
        example.assumeRunnable();
        String contact = "contact with another code, " + example.file();
        upload(newCode() + ",20,false");
        claim("{\"type\": \"birthday\", \"discount\": 20, \"key\": \"" + contact + ":birthday-2027\"}");

        assertIsMistake(example, contact, Fate.SERVED, "not the key", "unauthorized");
        assertIsMistake(example, "contact without a code", Fate.MISSPELLED, API_KEY, "unknown-type");
        assertIsMistake(example, contact, Fate.SERVED, API_KEY, "claim-key-reused");
        assertNoCodeIsAvailable();
    }

    private static void assertIsMistake(Example example, String contact, Fate fate, String apiKey, String problem)
            throws Exception {
        try (UnreliableProxy proxy = new UnreliableProxy(service.url(), List.of(), fate)) {
            Result result = example.run(contact, proxy.url(), apiKey);

            assertNotEquals(0, result.status(), result.toString());
            assertEquals("", result.output());
            assertTrue(result.errors().contains("urn:promopool:problem:" + problem), result.toString());
            assertEquals(1, proxy.keys().size());
        }
    }

    /** All of them at the same time, since each takes half a minute to give up. */
    @Test
    void while_the_service_is_unavailable_attempts_are_bounded_and_a_later_run_gets_the_code() throws Exception {
        List<Fate> allButTheLast = Collections.nCopies(ATTEMPTS - 1, Fate.UNAVAILABLE);
        Map<Example, UnreliableProxy> proxies = new EnumMap<>(Example.class);
        Map<Example, Example.Run> runs = new EnumMap<>(Example.class);
        try {
            for (Example example : Example.values()) {
                if (example.isRunnable()) {
                    proxies.put(
                            example, new UnreliableProxy(service.url(), allButTheLast, Fate.UNAVAILABLE_FOR_AN_HOUR));
                    runs.put(
                            example,
                            example.start(
                                    "patient " + example, proxies.get(example).url(), API_KEY));
                }
            }
            for (Map.Entry<Example, Example.Run> run : runs.entrySet()) {
                UnreliableProxy proxy = proxies.get(run.getKey());
                Await.until(
                        "the last attempt of " + run.getKey(),
                        Duration.ofMinutes(2),
                        () -> proxy.keys().size() == ATTEMPTS
                                || !run.getValue().process().isAlive());
                Result result = run.getValue().end(ENDS_AFTER_LAST_ATTEMPT_WITHIN);
                String key = "patient " + run.getKey() + ":birthday-2027";

                assertNotEquals(0, result.status(), result.toString());
                assertEquals("", result.output());
                assertTrue(result.errors().contains("try again later with the same key: " + key), result.toString());
                assertEquals(Collections.nCopies(ATTEMPTS, key), proxy.keys());
            }
        } finally {
            runs.values().forEach(run -> run.process().destroyForcibly());
            proxies.values().forEach(UnreliableProxy::close);
        }
        for (Example example : runs.keySet()) {
            String code = uploadOne();
            Result result = example.run("patient " + example, service.url(), API_KEY);
            assertTrue(result.output().endsWith(": " + code + "\n"), result.toString());
        }
        assertNoCodeIsAvailable();
    }

    /** The one code that is available then. */
    private static String uploadOne() throws Exception {
        String code = newCode();
        upload(code + ",10,false");
        return code;
    }

    private static String newCode() {
        uploaded++;
        // With characters that JSON escapes, and that a shell might interpret.
        return "BDAY-\"\\n$" + uploaded;
    }

    private static void upload(String row) throws Exception {
        List<String> cells = new ArrayList<>(List.of(row.split(",")));
        cells.set(0, '"' + cells.get(0).replace("\"", "\"\"") + '"');
        String header = cells.size() == 2 ? "code,inUse" : "code,discount,inUse";
        JsonNode report = post("/v1/codes?type=birthday", "text/csv", header + "\n" + String.join(",", cells) + "\n");
        assertEquals(1, report.path("added").asInt(), report.toString());
    }

    private static void claim(String claim) throws Exception {
        JsonNode answer = post("/v1/claims", "application/json", claim);
        assertTrue(answer.has("promocode"), answer.toString());
    }

    private static void assertNoCodeIsAvailable() throws Exception {
        JsonNode type = send(request("/v1/types/birthday").GET());
        assertEquals(0, type.path("available").asInt(-1), type.toString());
    }

    private static JsonNode post(String path, String mediaType, String body) throws Exception {
        return send(request(path).header("Content-Type", mediaType).POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).header("Authorization", "Bearer " + API_KEY);
    }

    private static JsonNode send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        assertTrue(response.statusCode() < 300, response.body());
        return JSON.readTree(response.body());
    }
}
