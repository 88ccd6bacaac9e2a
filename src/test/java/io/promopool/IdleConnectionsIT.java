package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.promopool.http.Wire;
import io.promopool.testing.PackagedService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Crowds of connections on which nothing happens. */
@Timeout(180)
class IdleConnectionsIT {
    private static final int CROWD = 10_000;
    private static final Duration PROMPT = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final List<Wire> wires = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
    }

    @Test
    void ten_thousand_idle_connections_stop_nobodys_claims() throws Exception {
        int crowd = (int) Math.min(CROWD, descriptors() - 300);
        System.out.println("idle connections: " + crowd);
        try (PackagedService service = PackagedService.start(folder, Map.of())) {
            upload(service.port());
            try (Wire regular = new Wire(service.port())) {
                for (int i = 0; i < crowd; i++) {
                    wires.add(new Wire(service.port()));
                    if (i % 500 == 0) {
                        assertClaims(regular, "regular-" + i);
                        try (Wire newcomer = new Wire(service.port())) {
                            assertClaims(newcomer, "newcomer-" + i);
                        }
                    }
                }
                assertClaims(regular, "regular");
                try (Wire newcomer = new Wire(service.port())) {
                    assertClaims(newcomer, "newcomer");
                }
            }
        }
    }

    @Test
    void a_system_that_allows_few_open_files_is_no_reason_to_shut_out_anybody() throws Exception {
        String[] limited = {"sh", "-c", "ulimit -n 400 && exec \"$@\"", "sh"};
        try (PackagedService service = PackagedService.start(folder, Map.of(), limited)) {
            assertTrue(service.log().contains("the limit of connections is 200"), service::log);
            upload(service.port());
            for (int i = 0; i < 600; i++) {
                wires.add(new Wire(service.port()));
            }
            try (Wire newcomer = new Wire(service.port())) {
                assertClaims(newcomer, "newcomer");
            }
        }
    }

    private static void assertClaims(Wire wire, String key) throws IOException {
        long start = System.nanoTime();
        wire.post("/v1/claims", "{\"type\": \"t\", \"key\": \"" + key + "\"}");
        assertEquals(201, wire.reply().status());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(PROMPT) < 0, key + " took " + took);
    }

    private static void upload(int port) throws IOException {
        StringBuilder csv = new StringBuilder("code\n");
        for (int i = 0; i < 1_000; i++) {
            csv.append("C-").append(i).append('\n');
        }
        try (Wire wire = new Wire(port)) {
            wire.send(
                    "POST /v1/codes?type=t HTTP/1.1",
                    "Host: x",
                    "Content-Type: text/csv",
                    "Content-Length: " + csv.length());
            wire.sendText(csv.toString());
            assertEquals(200, wire.reply().status());
        }
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }
}
