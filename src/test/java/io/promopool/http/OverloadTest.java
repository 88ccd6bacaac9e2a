package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promopool.http.TestApi.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.VirtualThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow callers and a slow storage: they take what there is for them, and the rest goes on. */
class OverloadTest {
    private static final int MORE_THAN_THREADS = 210;

    private TestApi api;
    private final List<Wire> wires = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        api = new TestApi();
    }

    @AfterEach
    void stop() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        api.close();
    }

    private Wire open() throws IOException {
        wires.add(new Wire(api.server.port()));
        return wires.get(wires.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/claims/batch", "POST /v1/claims", "PATCH /v1/codes/A"})
    void callers_that_send_half_of_a_large_body_do_not_take_the_threads_of_others(String call) throws Exception {
        String half = "[" + " ".repeat(40_000);
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            Wire wire = open();
            wire.send(call + " HTTP/1.1", "Host: x", "Content-Type: application/json", "Content-Length: 60000");
            wire.sendText(half);
        }
        assertOthersAreServed();
        Reply whole = api.post("/v1/claims/batch", "[{\"type\":\"none\"}]");
        assertEquals(200, whole.status(), "a body that comes whole is read whatever others do");
    }

    /** Many small chunks look large to whoever counts more than their bytes. */
    @Test
    void callers_that_send_half_a_body_in_tiny_chunks_do_not_either() throws Exception {
        String half = "1\r\n \r\n".repeat(3_700);
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            Wire wire = open();
            wire.send("POST /v1/claims/batch HTTP/1.1", "Host: x", "Content-Type: application/json",
                    "Transfer-Encoding: chunked");
            wire.sendText(half);
        }
        assertOthersAreServed();
        assertEquals(200, api.post("/v1/claims/batch", "[{\"type\":\"none\"}]").status());
    }

    @Test
    void of_half_bodies_there_is_a_bounded_number_and_one_more_is_429() throws Exception {
        String half = "[" + " ".repeat(40_000);
        int tooMany = 0;
        for (int i = 0; i < 40; i++) {
            Wire wire = open();
            wire.send("POST /v1/claims/batch HTTP/1.1", "Host: x", "Content-Type: application/json",
                    "Content-Length: 60000");
            wire.sendText(half);
        }
        for (Wire wire : wires) {
            wire.endOfRequests();
            Wire.Reply reply = wire.reply();
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
    void look_ups_that_would_wait_for_long_are_429_and_the_service_is_still_live() throws Exception {
        assumeTrue(VirtualThreads.getDefaultVirtualThreadsExecutor() == null, "virtual threads don't run out");
        synchronized (api.pool) {
            for (int i = 0; i < 800; i++) {
                open().send("GET /v1/codes/A HTTP/1.1", "Host: x");
            }
            Wire last = wires.get(wires.size() - 1);
            Wire.Reply refused = last.reply();
            assertEquals(429, refused.status());
            assertEquals("1", refused.header("retry-after"));
            assertEquals("urn:promopool:problem:too-many-requests", refused.json().get("type").asText());
            wires.add(new Wire(api.server.port()));
            wires.get(wires.size() - 1).send("GET /health/live HTTP/1.1", "Host: x");
        }
        assertEquals(200, wires.get(wires.size() - 1).reply().status());
        assertEquals(404, wires.get(0).reply().status());
    }

    private void assertOthersAreServed() throws Exception {
        long start = System.nanoTime();
        assertEquals(200, api.get("/v1/types").status());
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(millis < 10_000, "it took " + millis + " ms");
    }
}
