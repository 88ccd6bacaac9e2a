package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.testing.TestApi;
import io.promopool.pool.Expiration;
import io.promopool.testing.RawConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a browser on a foreign page sends them, byte by byte, in both lanes of claims and to the routes. */
class HostAndOriginTest {
    private static final String BODY = "{\"type\":\"birthday\",\"key\":\"k\"}";
    private static final String BEARER = "Authorization: Bearer secret";
    private static final String BASIC =
            "Authorization: Basic " + Base64.getEncoder().encodeToString("u:secret".getBytes(StandardCharsets.UTF_8));

    /** Without API keys, and with one. Both have http.allowed-hosts=promo.example.com. */
    private static TestApi open;

    private static TestApi closed;

    @BeforeAll
    static void start() throws Exception {
        open = new TestApi(AllowedHosts.parse("promo.example.com"));
        closed = new TestApi(
                AllowedHosts.parse("promo.example.com"), new ApiKey("shop", Set.of(Role.ADMIN), ApiKey.hash("secret")));
        for (TestApi api : List.of(open, closed)) {
            api.pool.add("A", "birthday", 10, Expiration.NEVER);
            assertEquals(201, claim(api, List.of("Host: localhost", BEARER), false));
        }
    }

    @AfterAll
    static void stop() {
        open.close();
        closed.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080,        200",
        "10.42.0.7:8080,        200",
        "[::1]:8080,            200",
        "LocalHost,             200",
        "promopool.localhost:1, 200",
        "PROMO.example.com.:81, 200",
        "evil.test,             403",
        "evil.test:8080,        403",
        "promo.example.com.evil.test, 403",
        "127.0.0.1.evil.test,   403",
    })
    void without_keys_only_known_names_are_answered(String host, int status) throws Exception {
        assertEquals(status, claim(open, List.of("Host: " + host), false), "fast lane");
        assertEquals(status, claim(open, List.of("Host: " + host), true), "route");
        assertEquals(status, get(open, "/v1/types", "Host: " + host));
        assertEquals(status, get(open, "/metrics", "Host: " + host));
        assertEquals(status, get(open, "/", "Host: " + host));
        assertEquals(200, get(open, "/health/live", "Host: " + host), "probes come with any name");
        assertEquals(200, get(open, "/health/ready", "Host: " + host));
    }

    @Test
    void a_valid_key_opens_every_name_and_the_pages_need_a_known_one() throws Exception {
        for (String key : List.of(BEARER, BASIC)) {
            assertEquals(200, claim(closed, List.of("Host: promopool:8080", key), false));
            assertEquals(200, claim(closed, List.of("Host: promopool:8080", key), true));
            assertEquals(200, get(closed, "/metrics", "Host: promopool:8080", key));
        }
        for (String host : List.of("Host: localhost", "Host: 10.0.0.1", "Host: promo.example.com")) {
            assertEquals(200, get(closed, "/", host));
            assertEquals(401, get(closed, "/v1/types", host));
            assertEquals(401, claim(closed, List.of(host), false));
        }
        for (String noKey : List.of("X-Nothing: x", "Authorization: Bearer wrong")) {
            assertEquals(403, get(closed, "/", "Host: promopool:8080", noKey));
            assertEquals(403, get(closed, "/v1/types", "Host: promopool:8080", noKey));
            assertEquals(403, claim(closed, List.of("Host: promopool:8080", noKey), false));
            assertEquals(403, claim(closed, List.of("Host: promopool:8080", noKey), true));
        }
    }

    @Test
    void the_refusal_names_the_setting_and_the_host() throws Exception {
        for (boolean odd : List.of(false, true)) {
            for (TestApi api : List.of(open, closed)) {
                RawConnection.Reply reply = claimReply(api, List.of("Host: evil.test:1"), odd);
                assertEquals(
                        "urn:promopool:problem:forbidden",
                        reply.json().get("type").asText());
                String detail = reply.json().get("detail").asText();
                assertTrue(detail.contains("http.allowed-hosts") && detail.contains("'evil.test'"), detail);
            }
            String detail = claimReply(open, List.of("Host: localhost", "Origin: http://evil.test"), odd)
                    .json()
                    .get("detail")
                    .asText();
            assertTrue(detail.contains("http.allowed-hosts") && detail.contains("http://evil.test"), detail);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/../v1/types", "/health/%2e%2e/v1/types", "/health/..;/v1/types", "//health/live"})
    void no_path_smuggles_a_call_past_the_check(String path) throws Exception {
        int status = get(open, path, "Host: evil.test");
        assertTrue(status == 400 || status == 403 || status == 404, path + " " + status);
    }

    @ParameterizedTest
    @CsvSource({
        // Host,            Origin,                         open or Basic, Bearer
        "127.0.0.1:8080,    http://127.0.0.1:8080,          200",
        "127.0.0.1:8080,    https://127.0.0.1:8080,         200",
        "127.0.0.1:8080,    http://127.0.0.1:8081,          403",
        "127.0.0.1:8080,    http://127.0.0.1,               403",
        "[::1]:8080,        http://[::1]:8080,              200",
        "[::1]:8080,        http://[::2]:8080,              403",
        "localhost:8080,    http://127.0.0.1:8080,          403",
        "promo.example.com, https://promo.example.com,      200",
        "promo.example.com, http://promo.example.com,       200",
        "127.0.0.1:8080,    https://promo.example.com,      200",
        "127.0.0.1:8080,    https://promo.example.com:8443, 403",
        "127.0.0.1:8080,    null,                           403",
        "127.0.0.1:8080,    chrome-extension://abcdef,      403",
        "127.0.0.1:8080,    http://evil.test,               403",
    })
    void a_page_of_another_site_changes_nothing(String host, String origin, int status) throws Exception {
        List<String> head = List.of("Host: " + host, "Origin: " + origin);
        assertEquals(status, claim(open, head, false));
        assertEquals(status, claim(open, head, true));
        assertEquals(status, claim(closed, with(head, BASIC), false), "a browser adds Basic by itself");
        assertEquals(200, claim(closed, with(head, BEARER), false), "no foreign page can send a bearer token");
        assertEquals(200, claim(closed, with(head, BEARER), true));
        assertEquals(200, get(open, "/v1/types", head.toArray(String[]::new)), "reading is what browsers guard");
    }

    @ParameterizedTest
    @CsvSource({"same-origin, 200", "none, 200", "Same-Origin, 200", "same-site, 403", "CROSS-SITE, 403", "new, 403"})
    void what_a_browser_says_of_the_page_counts(String site, int status) throws Exception {
        List<String> head = List.of("Host: localhost", "Sec-Fetch-Site: " + site);
        assertEquals(status, claim(open, head, false));
        assertEquals(status, claim(open, head, true));
        assertEquals(status, claim(closed, with(head, BASIC), false));
        assertEquals(200, claim(closed, with(head, BEARER), false));
        assertEquals(200, get(open, "/v1/types", "Host: localhost", "Sec-Fetch-Site: " + site));
    }

    @Test
    void forwarded_names_are_never_read() throws Exception {
        List<String> forged = List.of(
                "X-Forwarded-Host: localhost",
                "Forwarded: host=localhost",
                "X-Forwarded-Proto: https",
                "X-Host: localhost");
        List<String> head = new ArrayList<>(List.of("Host: evil.test"));
        head.addAll(forged);
        assertEquals(403, claim(open, head, false));
        assertEquals(403, claim(open, head, true));
        List<String> known = new ArrayList<>(List.of("Host: localhost", "X-Forwarded-Host: evil.test"));
        known.add("Forwarded: host=evil.test");
        assertEquals(200, claim(open, known, false));
        assertEquals(200, claim(open, known, true));
    }

    @Test
    void an_old_client_needs_no_host() throws Exception {
        assertEquals(200, status(open.raw("GET /v1/types HTTP/1.0")));
        assertEquals(200, status(open.raw("GET /v1/types HTTP/1.0", "Host: localhost")));
        assertEquals(403, status(open.raw("GET /v1/types HTTP/1.0", "Host: evil.test")));
        assertEquals(200, status(open.rawBytes(post("POST /v1/claims HTTP/1.0", List.of()))));
        assertEquals(403, status(open.rawBytes(post("POST /v1/claims HTTP/1.0", List.of("Host: evil.test")))));
        assertEquals(400, status(open.raw("GET /v1/types HTTP/1.1", "Host:", "Connection: close")));
        assertEquals(400, status(open.raw("GET /v1/types HTTP/1.1", "Connection: close")), "required since HTTP/1.1");
    }

    @Test
    void a_whole_url_in_the_first_line_names_the_same_host() throws Exception {
        String path = "/v1/types HTTP/1.1";
        assertEquals(200, status(open.raw("GET http://localhost:1" + path, "Host: localhost:1", "Connection: close")));
        assertEquals(200, status(open.raw("GET http://LOCALHOST" + path, "Host: localhost", "Connection: close")));
        for (String target : List.of("http://evil.test", "http://localhost:2", "http://evil.test@localhost:1")) {
            int status = status(open.raw("GET " + target + path, "Host: localhost:1", "Connection: close"));
            assertTrue(status == 400 || status == 403, target + " " + status);
        }
        assertEquals(403, status(open.raw("GET http://evil.test" + path, "Host: evil.test", "Connection: close")));
        assertEquals(403, status(open.raw("GET http://evil.test/v1/types HTTP/1.0")), "it is all there is to go by");
        assertEquals(200, status(open.raw("GET http://localhost/v1/types HTTP/1.0")));
        String claim = "POST http://evil.test/v1/claims HTTP/1.1";
        assertTrue(status(open.rawBytes(post(claim, List.of("Host: localhost")))) >= 400);
    }

    private static List<String> with(List<String> head, String header) {
        List<String> more = new ArrayList<>(head);
        more.add(header);
        return more;
    }

    private static int get(TestApi api, String path, String... headers) throws Exception {
        List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1", "Connection: close"));
        lines.addAll(List.of(headers));
        return status(api.raw(lines.toArray(String[]::new)));
    }

    private static int claim(TestApi api, List<String> headers, boolean isOdd) throws Exception {
        return claimReply(api, headers, isOdd).status();
    }

    /** The odd one goes through the routes. */
    private static RawConnection.Reply claimReply(TestApi api, List<String> headers, boolean isOdd) throws Exception {
        try (RawConnection connection = new RawConnection(api.server.port())) {
            List<String> all = isOdd ? with(headers, "Content-Encoding: identity") : headers;
            connection.send(post("POST /v1/claims HTTP/1.1", all));
            return connection.reply();
        }
    }

    private static byte[] post(String firstLine, List<String> headers) {
        List<String> lines = new ArrayList<>(List.of(firstLine));
        lines.addAll(headers);
        lines.addAll(
                List.of("Content-Type: application/json", "Content-Length: " + BODY.length(), "Connection: close"));
        return (String.join("\r\n", lines) + "\r\n\r\n" + BODY).getBytes(StandardCharsets.UTF_8);
    }

    private static int status(String reply) {
        return Integer.parseInt(reply.substring(9, 12));
    }
}
