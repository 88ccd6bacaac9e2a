package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.testing.TestApi;
import io.promopool.pool.Expiration;
import io.promopool.testing.Await;
import io.promopool.testing.RawConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More connections than the limit: idle ones do not shut out a caller that sends a request. */
class ConnectionLimitTest {
    private static final int MAX = 64;

    private TestApi api;

    @BeforeEach
    void start() throws Exception {
        api = new TestApi(MAX);
        for (int i = 0; i < 2 * MAX; i++) {
            api.pool.add("C" + i, "birthday", 10, Expiration.NEVER);
        }
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /v1/types HTTP/1.1\r\nHost: localhost\r\nCookie: ",
                "GET /v1/types HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /v1/claims HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 30\r\n\r\n{",
                "POST /v1/claims/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 30\r\n\r\n[",
                "POST /v1/codes?type=t HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                        + "Content-Length: 30\r\n\r\ncode",
            })
    void the_connections_that_have_waited_longest_for_their_caller_are_closed_first(String sent) throws Exception {
        for (int i = 0; i < 5 * MAX; i++) {
            api.connect().sendText(sent);
        }
        long start = System.nanoTime();
        RawConnection other = api.connect();
        other.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        assertEquals(201, other.reply().status());
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(millis < 5_000, "it took " + millis + " ms; idle connections are kept for 30 s");
    }

    @Test
    void a_connection_whose_claim_waits_for_the_storage_is_not_closed() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        api.pool.holdUntil(gate);
        RawConnection claim = api.connect();
        claim.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        awaitClaim("k");
        for (int i = 0; i < 5 * MAX; i++) {
            api.connect();
        }
        assertEquals(
                200,
                api.connect()
                        .ask("GET /health/live HTTP/1.1", "Host: localhost")
                        .status());
        gate.complete(null);
        assertEquals(201, claim.reply().status());
    }

    @Test
    void if_all_connections_are_in_use_new_ones_wait_and_are_served_next() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        api.pool.holdUntil(gate);
        List<RawConnection> claims = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            claims.add(api.connect());
            claims.get(i).post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k" + i + "\"}");
        }
        awaitClaim("k" + (MAX - 2));
        RawConnection other = api.connect();
        other.send("GET /health/live HTTP/1.1", "Host: localhost");
        gate.complete(null);
        long start = System.nanoTime();
        for (RawConnection claim : claims) {
            assertEquals(201, claim.reply().status());
        }
        assertEquals(200, other.reply().status());
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(millis < 5_000, "it took " + millis + " ms; idle connections are kept for 30 s");
    }

    @Test
    void a_connection_in_use_outlives_idle_ones() throws Exception {
        RawConnection used = api.connect();
        for (int i = 0; i < 5 * MAX; i++) {
            api.connect();
            assertEquals(
                    200,
                    used.ask("GET /health/live HTTP/1.1", "Host: localhost").status());
        }
    }

    private void awaitClaim(String key) {
        Await.until("a claim", () -> api.pool.findClaim(key).isPresent());
    }
}
