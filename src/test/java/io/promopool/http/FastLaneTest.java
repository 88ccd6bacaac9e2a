package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast lane answers as the routes do, and keeps the order of the requests of a connection. */
class FastLaneTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final Pattern CODE = Pattern.compile("\"promocode\":\"([^\"]+)\"");

    private TestApi api;

    @BeforeEach
    void start() throws Exception {
        api = new TestApi(
                new ApiKey("claimer", Set.of(Role.CLAIM), ApiKey.hash("secret")),
                new ApiKey("reader", Set.of(Role.READ), ApiKey.hash("read")));
        for (String code : List.of("A", "B", "C", "D")) {
            api.pool.add(code, "birthday", 10, Expiration.NEVER);
        }
        api.pool.add("X", "empty", 0, Expiration.NEVER);
        claim("secret", "{\"type\":\"empty\",\"key\":\"x\"}", false);
        claim("secret", "{\"type\":\"birthday\",\"key\":\"old\"}", false);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"birthday\",\"key\":\"old\"}",
                "{\"type\":\"birthday\",\"discount\":5,\"key\":\"old\"}",
                "{\"type\":\"empty\",\"key\":\"new\"}",
                "{\"type\":\"none\",\"key\":\"new\"}",
                "{\"type\":\"birthday\",\"days\":-1}",
                "{\"type\":\"birthday\",\"kye\":\"k\"}",
                "{\"key\":\"k\"}",
                "{\"type\":\"birthday\",\"key\":\"auto:1\"}",
                "[]",
                "{",
                "",
                "\"\\ud800\"",
            })
    void it_answers_as_the_ordinary_route_does(String body) throws Exception {
        for (String key : List.of("secret", "read", "wrong")) {
            Reply ordinary = claim(key, body, false);
            Reply odd = claim(key, body, true);
            assertEquals(odd.status(), ordinary.status());
            assertEquals(odd.json(), ordinary.json());
            assertEquals(headers(odd), headers(ordinary));
        }
    }

    private static Map<String, List<String>> headers(Reply reply) {
        Map<String, List<String>> headers =
                new TreeMap<>(reply.response().headers().map());
        headers.remove("date");
        return headers;
    }

    /** The header only makes the fast lane pass the claim on. */
    private Reply claim(String key, String body, boolean isOdd) throws Exception {
        var request = api.to("/v1/claims")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .header("X-Request-Id", "the-same-in-both")
                .POST(BodyPublishers.ofString(body));
        return api.send(isOdd ? request.header("Content-Encoding", "identity") : request);
    }

    @Test
    void pipelined_requests_are_answered_in_order_in_either_lane() throws Exception {
        String replies = api.rawBytes(utf8(claimText("1", "")
                + claimText("2", "Content-Encoding: identity\r\n")
                + "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + claimText("3", "")
                + claimText("1", "Connection: close\r\n")));
        assertEquals(List.of("201", "201", "200", "201", "200"), all(STATUS, replies));
        assertEquals(List.of("B", "C", "D", "B"), all(CODE, replies));
    }

    @Test
    void a_body_that_comes_in_pieces_is_waited_for() throws Exception {
        byte[] request = utf8(claimText("k", "Connection: close\r\n"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            for (byte part : request) {
                out.write(part);
                out.flush();
            }
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(List.of("B"), all(CODE, reply));
        }
    }

    @Test
    void a_caller_that_closes_the_connection_before_its_body_is_sent_claims_nothing() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            String request = claimText("k", "");
            socket.getOutputStream().write(utf8(request.substring(0, request.length() - 1)));
        }
        assertEquals(
                "B",
                claim("secret", "{\"type\":\"birthday\",\"key\":\"next\"}", false)
                        .json()
                        .get("promocode")
                        .asText());
        assertTrue(api.pool.findClaim("k").isEmpty());
    }

    @Test
    void callers_that_do_not_read_their_responses_hold_up_nobody() throws Exception {
        byte[] claims = utf8(claimText("old", "").repeat(500));
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4_096);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.server.port()));
                silent.add(socket);
                socket.getOutputStream().write(claims);
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        200,
                        claim("secret", "{\"type\":\"birthday\",\"key\":\"old\"}", false)
                                .status());
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static String claimText(String key, String headers) {
        String body = "{\"type\":\"birthday\",\"key\":\"" + key + "\"}";
        return "POST /v1/claims HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(matcher.groupCount()));
        }
        return found;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
