package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promopool.http.testing.TestApi;
import io.promopool.pool.Expiration;
import io.promopool.testing.RawConnection;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.util.VirtualThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow callers and a slow storage use up only their own share, and other requests go on. */
class OverloadTest {
    private static final int MORE_THAN_THREADS = 210;

    private TestApi api;

    @BeforeEach
    void start() throws IOException {
        api = new TestApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/claims/batch", "POST /v1/claims", "PATCH /v1/codes/A"})
    void callers_that_send_half_of_a_large_body_do_not_take_the_threads_of_others(String call) throws Exception {
        String half = "[" + " ".repeat(40_000);
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            RawConnection connection = api.connect();
            connection.send(
                    call + " HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: 60000");
            connection.sendText(half);
        }
        assertOthersAreServed();
        assertBatchIsServed();
    }

    /** Many small chunks look large if a server counts more than their bytes. */
    @Test
    void callers_that_send_half_a_body_in_tiny_chunks_do_not_either() throws Exception {
        String half = ("10\r\n" + " ".repeat(16) + "\r\n").repeat(1_500);
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            RawConnection connection = api.connect();
            connection.send(
                    "POST /v1/claims/batch HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked");
            connection.sendText(half);
        }
        assertOthersAreServed();
        assertBatchIsServed();
    }

    @Test
    void the_number_of_unfinished_bodies_is_bounded_and_one_more_is_429() throws Exception {
        String half = "[" + " ".repeat(40_000);
        int tooMany = 0;
        for (int i = 0; i < 40; i++) {
            RawConnection connection = api.connect();
            connection.send(
                    "POST /v1/claims/batch HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Content-Length: 60000");
            connection.sendText(half);
        }
        for (RawConnection connection : api.connections()) {
            connection.endOfRequests();
            RawConnection.Reply reply = connection.reply();
            if (reply.status() == 429) {
                assertEquals("1", reply.header("retry-after"));
                tooMany++;
            } else {
                assertEquals(400, reply.status(), "cut short");
            }
        }
        assertTrue(tooMany > 0, "40 were read at the same time");
    }

    @Test
    void look_ups_that_would_have_to_wait_are_429_and_the_service_stays_live() throws Exception {
        assumeTrue(VirtualThreads.getDefaultVirtualThreadsExecutor() == null, "virtual threads don't run out");
        RawConnection health = new RawConnection(api.server.port());
        synchronized (api.pool) {
            for (int i = 0; i < 800; i++) {
                api.connect().send("GET /v1/codes/A HTTP/1.1", "Host: localhost");
            }
            RawConnection.Reply refused = firstAnswered().reply();
            assertEquals(429, refused.status());
            assertEquals("1", refused.header("retry-after"));
            assertEquals(
                    "urn:promopool:problem:too-many-requests",
                    refused.json().get("type").asText());
            health.send("GET /health/live HTTP/1.1", "Host: localhost");
        }
        assertEquals(200, health.reply().status());
    }

    @Test
    void callers_that_do_not_read_large_answers_do_not_take_the_threads_of_others() throws Exception {
        for (int i = 0; i < 500; i++) {
            api.pool.add("%04d".formatted(i) + "\uD83C\uDF81".repeat(250), "birthday", 10, Expiration.NEVER);
        }
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            api.connect(i == 0 ? 65_536 : 4_096).send("GET /v1/codes?limit=500 HTTP/1.1", "Host: localhost");
        }
        assertOthersAreServed();
        assertBatchIsServed();
        RawConnection.Reply late = api.connections().get(0).reply();
        assertEquals(500, late.json().get("codes").size(), "a caller that reads late gets the whole response");
    }

    /** A connection that has a response. Which ones do depends on the order in which they were read. */
    private RawConnection firstAnswered() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            for (RawConnection connection : api.connections()) {
                if (connection.hasAnswer()) {
                    return connection;
                }
            }
        }
        throw new AssertionError("no response within 20 s");
    }

    /** Well before the slow callers are cut off, after 30 s. */
    private void assertOthersAreServed() throws IOException {
        assertEquals(
                200,
                api.connect().ask("GET /v1/types HTTP/1.1", "Host: localhost").status());
    }

    private void assertBatchIsServed() throws IOException {
        RawConnection other = api.connect();
        other.post("/v1/claims/batch", "[{\"type\":\"none\"}]");
        assertEquals(200, other.reply().status(), "a body that arrives completely is read, whatever other callers do");
    }
}
