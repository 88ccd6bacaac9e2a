package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.testing.Await;
import io.promopool.testing.PackagedService;
import io.promopool.testing.RawConnection;
import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to the packaged service. */
@Timeout(180)
class StopIT {
    private static final int CLAIMS = 30;
    private static final int STOCK = 100;
    private static final int UPLOADED = 2_000;
    private static final int BATCH = 1_000;

    @TempDir
    Path folder;

    @Test
    void running_requests_are_finished_and_new_ones_are_refused_and_the_exit_status_is_0() throws Exception {
        Map<String, String> claimed = new HashMap<>();
        try (PackagedService service = PackagedService.start(folder, Map.of())) {
            ProcessHandle redis = service.redis();
            upload(service.port(), csv("stock", STOCK));
            try (RawConnection idle = new RawConnection(service.port());
                    RawConnection upload = new RawConnection(service.port())) {
                assertEquals(
                        200,
                        idle.ask("GET /health/ready HTTP/1.1", "Host: localhost")
                                .status());
                String csv = csv("uploaded", UPLOADED);
                upload.send(
                        "POST /v1/codes?type=t HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: text/csv",
                        "Content-Length: " + csv.length(),
                        "Expect: 100-continue");
                upload.awaitContinue();
                upload.sendText(csv.substring(0, csv.length() / 2));
                List<RawConnection> claims = claimWhileRedisIsFrozen(service, redis);

                service.terminate();
                Await.until("a refusal", () -> isRefused(service.port()));
                assertRefused(idle.ask("GET /v1/types HTTP/1.1", "Host: localhost"));
                assertTrue(idle.isAtEnd());
                ServerProcess.signal("CONT", redis.pid());

                for (int i = 0; i < CLAIMS; i++) {
                    RawConnection.Reply reply = claims.get(i).reply();
                    assertEquals(201, reply.status(), reply.toString());
                    claimed.put("k" + i, reply.json().get("promocode").asText());
                    claims.get(i).close();
                }
                assertTrue(service.isAlive(), "an upload is still running");
                assertTrue(isRefused(service.port()));
                upload.sendText(csv.substring(csv.length() / 2));
                RawConnection.Reply report = upload.reply();
                assertEquals(200, report.status(), report.toString());
                assertEquals(UPLOADED, report.json().get("added").asInt());
            }
            assertEquals(0, service.status(), service::log);
            assertFalse(redis.isAlive());
        }
        try (PackagedService again = PackagedService.start(folder, Map.of())) {
            assertAllIsOnRecord(again.port(), claimed);
        }
    }

    private static List<RawConnection> claimWhileRedisIsFrozen(PackagedService service, ProcessHandle redis)
            throws Exception {
        List<RawConnection> claims = new ArrayList<>();
        for (int i = 0; i < CLAIMS; i++) {
            claims.add(new RawConnection(service.port()));
            // One request is answered first, so that the service has accepted the connection before the stop.
            assertEquals(
                    200,
                    claims.get(i)
                            .ask("GET /health/live HTTP/1.1", "Host: localhost")
                            .status());
        }
        ServerProcess.signal("STOP", redis.pid());
        for (int i = 0; i < CLAIMS; i++) {
            claims.get(i).post("/v1/claims", "{\"type\": \"t\", \"key\": \"k" + i + "\"}");
        }
        // These requests are answered after the service has read the claims that were sent before.
        for (int i = 0; i < 4 * CLAIMS; i++) {
            try (RawConnection connection = new RawConnection(service.port())) {
                assertEquals(
                        200,
                        connection
                                .ask("GET /health/live HTTP/1.1", "Host: localhost")
                                .status());
            }
        }
        return claims;
    }

    private static void assertAllIsOnRecord(int port, Map<String, String> claimed) throws IOException {
        Set<String> codes = new HashSet<>(claimed.values());
        assertEquals(CLAIMS, codes.size());
        try (RawConnection connection = new RawConnection(port)) {
            for (Map.Entry<String, String> claim : claimed.entrySet()) {
                JsonNode record = connection
                        .ask("GET /v1/claims/" + claim.getKey() + " HTTP/1.1", "Host: localhost")
                        .json();
                assertEquals(claim.getValue(), record.get("promocode").asText());
            }
            JsonNode counts = connection
                    .ask("GET /v1/types/t HTTP/1.1", "Host: localhost")
                    .json();
            assertEquals(STOCK + UPLOADED, counts.get("total").asInt());
            assertEquals(CLAIMS, counts.get("claimed").asInt());
            assertEquals(STOCK + UPLOADED - CLAIMS, counts.get("available").asInt());
            for (int left = STOCK + UPLOADED - CLAIMS; left > 0; left -= Math.min(left, BATCH)) {
                String claim = "{\"type\": \"t\"}";
                connection.post(
                        "/v1/claims/batch", "[" + (claim + ",").repeat(Math.min(left, BATCH) - 1) + claim + "]");
                for (JsonNode result : connection.reply().json().get("results")) {
                    assertTrue(codes.add(result.get("promocode").asText()), "a code was handed out twice: " + result);
                }
            }
        }
        assertEquals(STOCK + UPLOADED, codes.size(), "every code that counted as available was handed out");
    }

    @Test
    void a_start_that_fails_exits_with_1_and_leaves_no_redis() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> settings = Map.of("PROMOPOOL_HTTP_PORT", Integer.toString(taken.getLocalPort()));
            try (PackagedService service = PackagedService.launch(folder, settings)) {
                assertEquals(1, service.status(), service::log);
                assertTrue(service.log().contains("Promopool can't start: can't listen on 127.0.0.1:"), service::log);
            }
        }
        assertNoRedisIsLeft();
        Map<String, String> wrong = Map.of("PROMOPOOL_HTTP_MAX_UPLOADS", "many");
        try (PackagedService service = PackagedService.launch(folder, wrong)) {
            assertEquals(1, service.status(), service::log);
        }
    }

    @Test
    void a_stop_during_the_start_exits_with_0_and_leaves_no_redis() throws Exception {
        try (PackagedService service = PackagedService.launch(folder, Map.of())) {
            // The shutdown hook is set by now. The service does not listen yet, or has just begun to.
            Await.until("data folder", () -> Files.exists(folder.resolve("data")));
            service.terminate();
            assertEquals(0, service.status(), service::log);
            assertFalse(service.log().contains("can't start"), service::log);
        }
        assertNoRedisIsLeft();
    }

    private void assertNoRedisIsLeft() {
        Await.until(
                "no Redis",
                () -> ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains(folder.toString())));
    }

    private static String csv(String prefix, int codes) {
        StringBuilder csv = new StringBuilder("code\n");
        for (int i = 0; i < codes; i++) {
            csv.append(prefix).append('-').append(i).append('\n');
        }
        return csv.toString();
    }

    private static void upload(int port, String csv) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/codes?type=t", "text/csv", csv);
            assertEquals(200, connection.reply().status());
        }
    }

    private static boolean isRefused(int port) {
        try (RawConnection connection = new RawConnection(port)) {
            RawConnection.Reply reply = connection.ask("GET /health/live HTTP/1.1", "Host: localhost");
            if (reply.status() == 200) {
                return false;
            }
            assertRefused(reply);
            return true;
        } catch (IOException e) {
            throw new AssertionError("the service neither answered nor refused", e);
        }
    }

    private static void assertRefused(RawConnection.Reply reply) throws IOException {
        assertEquals(503, reply.status());
        assertEquals("application/problem+json", reply.header("content-type"));
        assertEquals("urn:promopool:problem:not-ready", reply.json().get("type").asText());
        assertEquals("close", reply.header("connection"));
        assertEquals("1", reply.header("retry-after"));
    }
}
