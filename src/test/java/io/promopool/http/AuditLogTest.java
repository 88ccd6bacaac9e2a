package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.testing.TestApi;
import io.promopool.pool.Expiration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says about who changed what, and about callers that were refused. */
class AuditLogTest {
    private TestApi api;

    @BeforeEach
    void start() throws Exception {
        api = new TestApi(new ApiKey("shop", Set.of(Role.ADMIN), ApiKey.hash("key-of-shop")));
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpRequest.Builder to(String path) {
        return api.to(path).header("Authorization", "Bearer key-of-shop").header("X-Request-Id", "audit-1");
    }

    private HttpRequest.Builder json(String method, String path, String body) {
        return to(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
    }

    /** The one line that a request causes, with its level and the id of the request. */
    private String line(HttpRequest.Builder request) throws Exception {
        List<ILoggingEvent> lines = lines(request);
        assertEquals(1, lines.size(), lines.toString());
        assertEquals(Level.INFO, lines.get(0).getLevel());
        assertEquals("audit-1", lines.get(0).getMDCPropertyMap().get("requestId"));
        return lines.get(0).getFormattedMessage();
    }

    private List<ILoggingEvent> lines(HttpRequest.Builder request) throws Exception {
        try (LogLines log = new LogLines()) {
            api.send(request);
            return log.events().stream()
                    .filter(event -> event.getLoggerName().equals(AuditLog.class.getName()))
                    .toList();
        }
    }

    @Test
    void an_upload_is_one_line_with_its_counts() throws Exception {
        String rows = "[{\"code\":\"N1\",\"type\":\"birthday\"},{\"code\":\"A1\"},{\"code\":\"N2\"}]";
        assertEquals(
                "upload by API key 'shop'; rows: 3 read, 1 added, 0 updated, 0 retired, 0 reactivated, 1 unchanged, "
                        + "1 rejected",
                line(json("POST", "/v1/codes", rows)));
    }

    @Test
    void an_upload_that_ends_with_an_error_is_a_line_with_what_it_has_changed_until_then() throws Exception {
        String line = line(json("POST", "/v1/codes", "[{\"code\":\"N1\",\"type\":\"birthday\"},{"));
        assertTrue(line.startsWith("upload by API key 'shop', ended by an error; rows: 1 read, 1 added"), line);
    }

    @Test
    void a_dry_run_and_what_is_refused_change_nothing_and_are_no_lines() throws Exception {
        String rows = "[{\"code\":\"N1\",\"type\":\"birthday\"}]";
        for (HttpRequest.Builder request : List.of(
                json("POST", "/v1/codes?dryRun=true", rows),
                json("POST", "/v1/codes?nonsense=true", rows),
                json("POST", "/v1/codes", "nonsense"),
                json("PATCH", "/v1/codes/unknown", "{\"inUse\":true}"),
                json("PATCH", "/v1/codes/A1", "{}"),
                json("PUT", "/v1/types/unknown/alerts", "{\"warning\":20,\"alarm\":10}"),
                json("POST", "/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}"),
                to("/v1/types"))) {
            assertEquals(List.of(), lines(request), request.build().uri().toString());
        }
    }

    @Test
    void a_code_that_is_retired_or_made_available_again_is_a_line_without_the_code() throws Exception {
        assertEquals(
                "1 code of type 'birthday' was retired by API key 'shop'",
                line(json("PATCH", "/v1/codes/A1", "{\"inUse\":true}")));
        assertEquals(
                "1 code of type 'birthday' was made available again by API key 'shop'",
                line(json("PATCH", "/v1/codes/A1", "{\"inUse\":false}")));
    }

    @Test
    void levels_that_are_set_are_a_line() throws Exception {
        assertEquals(
                "the levels of type 'birthday' with discount 10 were set by API key 'shop': warning 20, alarm 5",
                line(json("PUT", "/v1/types/birthday/alerts?discount=10", "{\"warning\":20,\"alarm\":5}")));
    }

    @Test
    void refused_callers_are_counted_and_logged_once_a_minute_for_each_address() throws Exception {
        try (LogLines log = new LogLines()) {
            for (int i = 0; i < 5; i++) {
                String claim = "{\"type\":\"birthday\",\"key\":\"k\"}";
                assertEquals(401, api.get("/v1/types").status());
                HttpRequest.Builder wrongKey = api.to("/v1/claims")
                        .header("Authorization", "Bearer guessed\u00e4" + i)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(claim));
                assertEquals(401, api.send(wrongKey).status());
            }
            List<String> lines = log.messages().stream()
                    .filter(line -> line.contains("no valid API key"))
                    .toList();
            assertEquals(List.of("a request from 127.0.0.1 was refused: it has no valid API key"), lines);
            assertFalse(log.messages().toString().contains("guessed"));
        }
        assertEquals(10, api.unauthenticated.get());
        assertEquals(200, api.get("/health/live").status());
        assertEquals(10, api.unauthenticated.get());
    }

    @Test
    void a_line_says_so_if_no_api_keys_are_configured() throws Exception {
        try (TestApi open = new TestApi();
                LogLines log = new LogLines()) {
            open.pool.add("A1", "birthday", 10, Expiration.NEVER);
            HttpRequest.Builder request = open.to("/v1/codes/A1")
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"inUse\":true}"));
            assertEquals(200, open.send(request).status());
            assertTrue(log.messages().contains("1 code of type 'birthday' was retired by a caller without an API key"));
        }
    }
}
