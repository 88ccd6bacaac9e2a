package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import io.promopool.testing.RawConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request has an id: the caller's, or one of the service. {@link TestApi} sees to it that each answer has it. */
class RequestIdTest {
    private static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new TestApi();
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** A claim in the fast lane, one in the other, and calls of each kind, also some that fail. */
    private static List<HttpRequest.Builder> requests() {
        return List.of(
                claim("{\"type\":\"birthday\",\"key\":\"k\"}"),
                claim("{\"type\":\"birthday\",\"key\":\"k\"}").header("Content-Encoding", "identity"),
                claim("{\"type\":\"none\"}"),
                claim("{").header("Content-Encoding", "identity"),
                claim("["),
                claim("{}").header("X-HTTP-Method-Override", "GET"),
                api.to("/v1/types"),
                api.to("/v1/codes/nix"),
                api.to("/nix"),
                api.to("/v1/types").DELETE(),
                api.to("/v1/types").method("OPTIONS", BodyPublishers.noBody()),
                api.to("/v1/types").method("HEAD", BodyPublishers.noBody()),
                api.to("/"),
                api.to("/metrics"),
                api.to("/health/live"),
                api.to("/v1/codes?type=t")
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString("code\nX\n")),
                api.to("/v1/claims/batch")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("[{\"type\":\"none\"}]")),
                api.to("/%80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "4bf92f35-77b3-4da6", "Root=1-5759e988-bd862e3fe1be46a994272793", "a.b_c:d/e+f@g~h"})
    void the_id_of_the_caller_is_taken_and_returned(String id) throws Exception {
        for (HttpRequest.Builder request : requests()) {
            Reply reply = api.send(request.header("X-Request-Id", id));
            assertEquals(id, reply.header("X-Request-Id"), request.build().toString());
        }
        assertEquals(
                128,
                api.send(api.to("/nix").header("X-Request-Id", "i".repeat(128)))
                        .header("X-Request-Id")
                        .length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "<script>", "a\"b", "a,b", "ü", "a;b", "{}", "%0a", "\u001b[2K"})
    void an_id_of_another_form_is_replaced(String id) throws Exception {
        for (boolean odd : List.of(false, true)) {
            try (RawConnection connection = new RawConnection(api.server.port())) {
                String body = "{\"type\":\"none\",\"key\":\"k\"}";
                connection.send(
                        "POST /v1/claims HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: application/json",
                        odd ? "Content-Encoding: identity" : "X-Odd: no",
                        "X-Request-Id: " + id,
                        "Content-Length: " + body.length());
                connection.sendText(body);
                RawConnection.Reply reply = connection.reply();
                assertTrue(reply.header("x-request-id").matches("[0-9a-f]{16}"), reply.toString());
            }
        }
        assertTrue(api.send(api.to("/nix").header("X-Request-Id", "i".repeat(129)))
                .header("X-Request-Id")
                .matches("[0-9a-f]{16}"));
    }

    @Test
    void requests_without_an_id_get_different_ones() throws Exception {
        Set<String> ids = new HashSet<>();
        int count = 0;
        for (int i = 0; i < 20; i++) {
            for (HttpRequest.Builder request : requests()) {
                ids.add(api.send(request).header("X-Request-Id"));
                count++;
            }
        }
        assertEquals(count, ids.size());
        assertFalse(ids.contains(""));
    }

    @Test
    void what_the_server_refuses_before_any_route_has_an_id_too() throws Exception {
        String known = api.raw("GET /%zz HTTP/1.1", "Host: localhost", "Connection: close", "X-Request-Id: mine");
        assertTrue(known.startsWith("HTTP/1.1 400 "), known);
        assertTrue(known.contains("X-Request-Id: ") && known.contains("\"requestId\":\""), known);
        String socket = api.raw(
                "GET / HTTP/1.1", "Host: localhost", "Connection: close", "Sec-WebSocket-Key: a", "X-Request-Id: mine");
        assertTrue(socket.contains("X-Request-Id: mine\r\n") && socket.contains("\"requestId\":\"mine\""), socket);
        String nonsense = api.raw("NONSENSE");
        assertTrue(nonsense.contains("X-Request-Id: ") && nonsense.contains("\"requestId\":\""), nonsense);
    }

    @Test
    void a_fault_is_logged_with_the_id_that_its_caller_got() throws Exception {
        for (boolean odd : List.of(false, true)) {
            for (String path : List.of("/v1/claims", "/v1/claims/batch")) {
                try (LogLines log = new LogLines()) {
                    api.pool.failWith(broken(path + odd));
                    String claim = "{\"type\":\"birthday\",\"key\":\"k\"}";
                    HttpRequest.Builder request = api.to(path)
                            .header("Content-Type", "application/json")
                            .header("X-Request-Id", "fault-1")
                            .POST(BodyPublishers.ofString(path.endsWith("batch") ? "[" + claim + "]" : claim));
                    api.send(odd ? request.header("Content-Encoding", "identity") : request);
                    ILoggingEvent event = log.awaitOne("a request failed");
                    assertEquals("fault-1", event.getMDCPropertyMap().get("requestId"));
                } finally {
                    api.pool.clear();
                    api.pool.add("A1", "birthday", 10, Expiration.NEVER);
                }
            }
        }
        try (LogLines log = new LogLines()) {
            api.pool.failWith(broken("types"));
            Reply reply = api.get("/v1/types");
            assertEquals(500, reply.status());
            ILoggingEvent event = log.awaitOne("a request failed");
            assertNotEquals("", reply.header("X-Request-Id"));
            assertEquals(reply.header("X-Request-Id"), event.getMDCPropertyMap().get("requestId"));
        } finally {
            api.pool.clear();
            api.pool.add("A1", "birthday", 10, Expiration.NEVER);
        }
    }

    /** Faults from one place in the code are logged once a minute. */
    private static RuntimeException broken(String place) {
        RuntimeException fault = new IllegalStateException("broken");
        fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("Planted", place, "Planted.java", 1)});
        return fault;
    }

    private static HttpRequest.Builder claim(String body) {
        return api.to("/v1/claims").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }
}
