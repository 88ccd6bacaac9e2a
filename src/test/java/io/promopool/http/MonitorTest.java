package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API reports to operators: metrics, and every response to a listener. */
class MonitorTest {
    private TestApi api;

    @BeforeEach
    void start() throws Exception {
        api = new TestApi();
        api.pool.add("A", "birthday", 10, Expiration.NEVER);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void metrics_are_in_the_requested_format() throws Exception {
        Reply reply = api.send(api.to("/metrics").header("Accept", "application/openmetrics-text"));
        assertEquals(200, reply.status());
        assertEquals("\"application/openmetrics-text\"", reply.response().body());
        assertEquals("text/plain", reply.header("Content-Type"));
        assertEquals("no-store", reply.header("Cache-Control"));
        assertEquals(200, api.get("/metrics").status(), "Accept is optional");
    }

    @Test
    void an_unknown_parameter_of_metrics_is_refused() throws Exception {
        Reply reply = api.get("/metrics?name=x");
        assertEquals(400, reply.status());
        assertEquals("name", reply.field());
    }

    @Test
    void every_response_is_reported_once_in_either_lane() throws Exception {
        api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        api.post("/v1/claims", "{\"type\":\"birthday\"}");
        api.post("/v1/claims", "{\"typ\":\"birthday\"}");
        api.post("/v1/claims?x=y", "{\"type\":\"birthday\"}");
        api.send(api.to("/v1/claims").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}")));
        api.post("/v1/claims/batch", "[{\"type\":\"birthday\",\"key\":\"k\"},{\"type\":\"none\"}]");
        api.send(api.to("/v1/codes?type=t")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("code\nX\n")));
        api.get("/v1/claims/k");
        api.get("/v1/types/none");
        api.get("/nothing");
        api.raw("GET /%zz HTTP/1.1", "Host: localhost", "Connection: close");

        List<String> expected = List.of(
                "CLAIM 201",
                "CLAIM 400",
                "CLAIM 400",
                "CLAIM 409",
                "CLAIM 415",
                "CLAIM_BATCH 200",
                "OTHER 200",
                "OTHER 400",
                "OTHER 404",
                "OTHER 404",
                "UPLOAD 200");
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (api.answers.size() < expected.size() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(expected, api.answers.stream().sorted().toList());
    }

    @Test
    void responses_to_callers_without_a_key_are_reported_too() throws Exception {
        try (TestApi closed = new TestApi(new ApiKey("claimer", Set.of(Role.CLAIM), ApiKey.hash("secret")))) {
            closed.post("/v1/claims", "{\"type\":\"birthday\"}");
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (closed.answers.isEmpty() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertEquals(List.of("CLAIM 401"), List.copyOf(closed.answers));
            assertTrue(api.answers.isEmpty());
        }
    }
}
