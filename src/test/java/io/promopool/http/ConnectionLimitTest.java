package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.Expiration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More connections than there may be: nobody who has something to ask is shut out by those who have not. */
class ConnectionLimitTest {
    private static final int MAX = 64;

    private TestApi api;
    private final List<Wire> wires = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        api = new TestApi(MAX);
        for (int i = 0; i < 2 * MAX; i++) {
            api.pool.add("C" + i, "birthday", 10, Expiration.NEVER);
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        api.close();
    }

    private Wire open() throws IOException {
        Wire wire = new Wire(api.server.port());
        wires.add(wire);
        return wire;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /v1/types HTTP/1.1\r\nHost: x\r\nCookie: ",
                "GET /v1/types HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/claims HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{",
                "POST /v1/claims/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 30\r\n\r\n[",
                "POST /v1/codes?type=t HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 30\r\n\r\ncode",
            })
    void those_that_wait_longest_for_their_caller_make_room_for_others(String sent) throws Exception {
        for (int i = 0; i < 5 * MAX; i++) {
            open().sendText(sent);
        }
        long start = System.nanoTime();
        Wire other = open();
        other.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        assertEquals(201, other.reply().status());
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(millis < 5_000, "it took " + millis + " ms; idle connections are kept for 30 s");
    }

    @Test
    void a_claim_that_waits_for_the_storage_is_not_among_them() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        api.pool.holdUntil(gate);
        Wire claim = open();
        claim.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        awaitClaim("k");
        for (int i = 0; i < 5 * MAX; i++) {
            open();
        }
        assertEquals(200, open().ask("GET /health/live HTTP/1.1", "Host: x").status());
        gate.complete(null);
        assertEquals(201, claim.reply().status());
    }

    @Test
    void where_all_are_being_served_others_wait_and_come_next_though_the_connections_stay_open() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        api.pool.holdUntil(gate);
        List<Wire> claims = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            claims.add(open());
            claims.get(i).post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k" + i + "\"}");
        }
        awaitClaim("k" + (MAX - 2));
        Wire other = open();
        other.send("GET /health/live HTTP/1.1", "Host: x");
        gate.complete(null);
        long start = System.nanoTime();
        for (Wire claim : claims) {
            assertEquals(201, claim.reply().status());
        }
        assertEquals(200, other.reply().status());
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(millis < 5_000, "it took " + millis + " ms; idle connections are kept for 30 s");
    }

    @Test
    void a_connection_that_is_in_use_outlives_those_that_are_not() throws Exception {
        Wire used = open();
        for (int i = 0; i < 5 * MAX; i++) {
            open();
            assertEquals(200, used.ask("GET /health/live HTTP/1.1", "Host: x").status());
        }
    }

    private void awaitClaim(String key) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (api.pool.findClaim(key).isEmpty()) {
            assertTrue(System.nanoTime() < deadline, "not within 10 s");
            Thread.onSpinWait();
        }
    }
}
