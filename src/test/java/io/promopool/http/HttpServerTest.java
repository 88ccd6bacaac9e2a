package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.AuthSettings;
import io.promopool.auth.Role;
import io.promopool.http.testing.MemoryStocks;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import io.promopool.pool.ExpirationFormat;
import io.promopool.testing.Await;
import io.promopool.testing.MemoryCodePool;
import io.promopool.testing.RawConnection;
import io.promopool.upload.UploadLimits;
import io.promopool.upload.UploadListener;
import io.promopool.upload.Uploader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private static final ApiKey ADMIN = new ApiKey("admin", Set.of(Role.ADMIN), ApiKey.hash("secret"));

    @Test
    void it_is_live_and_ready_and_says_why_not() throws Exception {
        try (TestApi api = new TestApi(ADMIN)) {
            assertEquals(
                    TestApi.json("{\"status\":\"live\"}"),
                    api.get("/health/live").json());
            assertEquals(
                    TestApi.json("{\"status\":\"ready\"}"),
                    api.get("/health/ready").json());
            api.unreadyReason = Optional.of("the storage is loading");
            assertEquals(200, api.get("/health/live").status());
            Reply unready = api.get("/health/ready");
            assertEquals(503, unready.status());
            assertEquals("not-ready", unready.problem());
            assertEquals("the storage is loading", unready.detail());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void it_refuses_to_start_open_beyond_loopback(String host) {
        try (HttpServer server = server(host, 0, List.of())) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, server::start);
            assertTrue(
                    refused.getMessage().contains(host) && refused.getMessage().contains("API keys"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void it_starts_open_on_loopback(String host) throws Exception {
        try (HttpServer server = server(host, 0, List.of())) {
            server.start();
            assertTrue(server.port() > 0);
        }
    }

    @Test
    void with_keys_it_starts_on_any_address() throws Exception {
        try (HttpServer server = server("0.0.0.0", 0, List.of(ADMIN))) {
            server.start();
            assertTrue(server.port() > 0);
        }
    }

    @Test
    void a_port_in_use_is_reported_plainly() throws Exception {
        try (TestApi first = new TestApi();
                HttpServer second = server("127.0.0.1", first.server.port(), List.of())) {
            IOException refused = assertThrows(IOException.class, second::start);
            assertTrue(refused.getMessage().startsWith("can't listen on 127.0.0.1:" + first.server.port()));
        }
    }

    @Test
    void an_unknown_host_is_reported_plainly() {
        for (List<ApiKey> keys : List.of(List.<ApiKey>of(), List.of(ADMIN))) {
            try (HttpServer server = server("nowhere.invalid", 0, keys)) {
                IOException refused = assertThrows(IOException.class, server::start);
                assertTrue(refused.getMessage().contains("nowhere.invalid"), refused.getMessage());
            }
        }
    }

    @Test
    void a_stop_lets_running_claims_finish_and_refuses_new_ones_also_on_new_connections() throws Exception {
        TestApi api = new TestApi();
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
        int port = api.server.port();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        api.pool.holdUntil(gate);
        try (RawConnection idle = new RawConnection(port)) {
            CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> claim(api));
            Await.until("a claim", () -> api.pool.findClaim("k").isPresent());
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(api::close);
            Await.until("a refusal", () -> isRefused(port));
            assertTrue(!running.isDone() && !stopping.isDone());
            assertRefused(idle.ask("GET /health/ready HTTP/1.1", "Host: localhost"));
            assertTrue(idle.isAtEnd(), "the connection is closed, so that the caller uses another service");
            gate.complete(null);
            assertEquals(201, running.get(10, TimeUnit.SECONDS).status());
            stopping.get(10, TimeUnit.SECONDS);
            assertThrows(IOException.class, () -> new RawConnection(port).close());
        }
    }

    @Test
    void an_upload_that_pauses_for_longer_than_idle_connections_are_kept_is_not_cut_off_by_a_stop() throws Exception {
        TestApi api = new TestApi();
        int port = api.server.port();
        try (RawConnection upload = new RawConnection(port)) {
            upload.send(
                    "POST /v1/codes?type=t HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: text/csv",
                    "Content-Length: 9",
                    "Expect: 100-continue");
            upload.awaitContinue();
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(api::close);
            Await.until("a refusal", () -> isRefused(port));
            long pauseEnd = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
            Await.until("the end of the pause", () -> System.nanoTime() > pauseEnd);
            upload.sendText("code\nA\nB\n".substring(0, 9));
            assertEquals(200, upload.reply().status());
            stopping.get(10, TimeUnit.SECONDS);
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            RawConnection.Reply reply = connection.ask("GET /v1/types HTTP/1.1", "Host: localhost");
            if (reply.status() == 200) {
                return false;
            }
            assertRefused(reply);
            return true;
        }
    }

    private static void assertRefused(RawConnection.Reply reply) throws IOException {
        assertEquals(503, reply.status());
        assertEquals("application/problem+json", reply.header("content-type"));
        assertEquals("close", reply.header("connection"));
        assertEquals("1", reply.header("retry-after"));
        assertEquals("urn:promopool:problem:not-ready", reply.json().get("type").asText());
    }

    private static Reply claim(TestApi api) {
        try {
            return api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer server(String host, int port, List<ApiKey> keys) {
        MemoryCodePool pool = new MemoryCodePool(Clock.systemUTC());
        ExpirationFormat dates = new ExpirationFormat(ZoneOffset.UTC);
        Uploader uploader = new Uploader(pool, dates, new UploadLimits(1_000, 1_000), UploadListener.NONE);
        HttpBackend backend = new HttpBackend(
                pool,
                uploader,
                new MemoryStocks(pool).backend(Clock.systemUTC()),
                dates,
                new Monitor(Optional::empty, accept -> new MetricsPage.Text("", new byte[0]), (call, status) -> {}));
        return new HttpServer(
                new HttpSettings(host, port, AllowedHosts.NONE, 1, 64, Duration.ofSeconds(5)),
                new AuthSettings(keys),
                backend,
                Clock.systemUTC());
    }
}
