package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP server does by itself, below the routes. */
class HygieneTest extends ApiCase {
    @BeforeAll
    static void fill() {
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nix", "/v1", "/v2/types", "/V1/types", "/v1/types/a/b", "/v1/types/"})
    void an_unknown_path_is_a_404_problem_also_for_browsers(String path) throws Exception {
        Reply reply = api.send(api.to(path).header("Accept", "text/html"));
        assertEquals(404, reply.status());
        assertEquals("not-found", reply.problem());
        assertEquals("application/problem+json", reply.header("Content-Type"));
        assertEquals("no-store", reply.header("Cache-Control"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/claims, 'GET, POST, HEAD'",
        "DELETE, /v1/claims/k, 'GET, HEAD'",
        "POST, /v1/types, 'GET, HEAD'",
        "FOO, /v1/types, 'GET, HEAD'",
        "PUT, /v1/claims/batch, 'GET, POST, HEAD'",
    })
    void another_method_is_a_405_problem_that_lists_the_accepted_ones(String method, String path, String allow)
            throws Exception {
        Reply reply = api.send(api.to(path).method(method, BodyPublishers.noBody()));
        assertEquals(405, reply.status());
        assertEquals("method-not-allowed", reply.problem());
        assertEquals(allow, reply.header("Allow"));
    }

    @Test
    void options_lists_the_methods() throws Exception {
        Reply reply = api.send(api.to("/v1/codes/A1").method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(204, reply.status());
        assertEquals("GET, PATCH, HEAD", reply.header("Allow"));
    }

    @Test
    void head_has_the_headers_of_get() throws Exception {
        Reply found = api.send(api.to("/v1/codes/A1").method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, found.status());
        assertEquals("application/json", found.header("Content-Type"));
        assertTrue(Integer.parseInt(found.header("Content-Length")) > 0);
        assertEquals("", found.response().body());
        assertEquals(
                404,
                api.send(api.to("/v1/codes/nix").method("HEAD", BodyPublishers.noBody()))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PATCH", "GET", "", "nonsense"})
    void a_method_override_is_refused(String method) throws Exception {
        Reply reply = api.send(api.to("/v1/codes/A1")
                .header("X-HTTP-Method-Override", method)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"inUse\":true}")));
        assertEquals(400, reply.status());
        assertEquals("invalid-request", reply.problem());
        assertFalse(api.get("/v1/codes/A1").json().get("inUse").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void a_page_of_another_site_changes_nothing(String site) throws Exception {
        Reply reply = api.send(api.to("/v1/codes?type=birthday")
                .header("Sec-Fetch-Site", site)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString("--b--")));
        assertEquals(403, reply.status());
        assertEquals("forbidden", reply.problem());
        assertEquals(
                200,
                api.send(api.to("/v1/types").header("Sec-Fetch-Site", site)).status());
    }

    @ParameterizedTest
    @CsvSource({
        "NONSENSE, 400",
        "GET /v1/types HTTP/1.1, 400",
        "GET /v1/types HTTP/3.7, 505",
        "GET /../../etc/passwd HTTP/1.1, 400",
        "GET /%s HTTP/1.1, 400",
        "GET * HTTP/1.1, 400",
    })
    void what_is_not_http_is_a_short_problem(String firstLine, int status) throws Exception {
        String reply = api.raw(firstLine);
        assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
        assertIsProblem(reply);
    }

    @Test
    void a_very_long_url_or_header_is_refused() throws Exception {
        String uri = api.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1", "Host: localhost");
        assertTrue(uri.startsWith("HTTP/1.1 414 "), uri);
        assertIsProblem(uri);
        String header = api.raw("GET /v1/types HTTP/1.1", "Host: localhost", "Cookie: " + "a".repeat(20_000));
        assertTrue(header.startsWith("HTTP/1.1 431 "), header);
        assertIsProblem(header);
    }

    @Test
    void two_lengths_of_one_body_are_refused() throws Exception {
        String reply = api.raw(
                "POST /v1/claims HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: 2",
                "Content-Length: 30");
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertIsProblem(reply);
    }

    @Test
    void broken_chunks_are_a_problem() throws Exception {
        String reply = api.raw(
                "POST /v1/claims HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "",
                "zz",
                "{}");
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertIsProblem(reply);
    }

    @Test
    void a_web_socket_is_refused_without_a_session() throws Exception {
        String reply = api.raw(
                "GET /v1/types HTTP/1.1",
                "Host: localhost",
                "Connection: upgrade, close",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertIsProblem(reply);
    }

    @Test
    void responses_reveal_nothing_about_the_server_and_are_not_compressed() throws Exception {
        Reply reply = api.send(api.to("/v1/types").header("Accept-Encoding", "gzip, br"));
        assertEquals(200, reply.status());
        for (String header : new String[] {"Server", "X-Powered-By", "Set-Cookie", "Content-Encoding", "ETag"}) {
            assertEquals("", reply.header(header));
        }
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
    }

    private static void assertIsProblem(String reply) throws Exception {
        assertTrue(reply.contains("Content-Type: application/problem+json\r\n"), reply);
        assertEquals(
                "urn:promopool:problem:invalid-request",
                TestApi.json(reply.substring(reply.indexOf("\r\n\r\n")))
                        .get("type")
                        .asText());
        for (String leak : new String[] {"jetty", "Jetty", "javalin", "Exception", "\tat ", "Server:", "Set-Cookie"}) {
            assertFalse(reply.contains(leak), reply);
        }
    }

    @Test
    void clients_that_send_half_a_body_do_not_hold_up_the_claims_of_others() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            // More clients than threads.
            for (int i = 0; i < 400; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        api.to("/").build().uri().getPort());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /v1/claims HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 100\r\n\r\n{\"type\"")
                                .getBytes(StandardCharsets.UTF_8));
            }
            int status = api.post("/v1/claims", "{\"type\": \"none\", \"key\": \"patient\"}")
                    .status();
            assertEquals(404, status, "answered at once");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
