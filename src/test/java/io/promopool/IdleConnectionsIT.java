package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.promopool.testing.PackagedService;
import io.promopool.testing.RawConnection;
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

/** Thousands of idle connections. */
@Timeout(180)
class IdleConnectionsIT {
    private static final int CROWD = 10_000;
    private static final Duration PROMPT = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final List<RawConnection> connections = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }

    @Test
    void ten_thousand_idle_connections_do_not_stop_claims() throws Exception {
        int crowd = (int) Math.min(CROWD, descriptors() - 300);
        System.out.println("idle connections: " + crowd);
        try (PackagedService service = PackagedService.start(folder, Map.of())) {
            upload(service.port());
            try (RawConnection regular = new RawConnection(service.port())) {
                for (int i = 0; i < crowd; i++) {
                    connections.add(new RawConnection(service.port()));
                    if (i % 500 == 0) {
                        assertClaims(regular, "regular-" + i);
                        try (RawConnection newcomer = new RawConnection(service.port())) {
                            assertClaims(newcomer, "newcomer-" + i);
                        }
                    }
                }
                assertClaims(regular, "regular");
                try (RawConnection newcomer = new RawConnection(service.port())) {
                    assertClaims(newcomer, "newcomer");
                }
            }
        }
    }

    @Test
    void a_system_that_allows_few_open_files_shuts_out_no_caller() throws Exception {
        String[] limited = {"sh", "-c", "ulimit -n 400 && exec \"$@\"", "sh"};
        try (PackagedService service = PackagedService.start(folder, Map.of(), limited)) {
            assertTrue(service.log().contains("the limit of connections is 200"), service::log);
            upload(service.port());
            for (int i = 0; i < 600; i++) {
                connections.add(new RawConnection(service.port()));
            }
            try (RawConnection newcomer = new RawConnection(service.port())) {
                assertClaims(newcomer, "newcomer");
            }
        }
    }

    private static void assertClaims(RawConnection connection, String key) throws IOException {
        long start = System.nanoTime();
        connection.post("/v1/claims", "{\"type\": \"t\", \"key\": \"" + key + "\"}");
        assertEquals(201, connection.reply().status());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(PROMPT) < 0, key + " took " + took);
    }

    private static void upload(int port) throws IOException {
        StringBuilder csv = new StringBuilder("code\n");
        for (int i = 0; i < 1_000; i++) {
            csv.append("C-").append(i).append('\n');
        }
        try (RawConnection connection = new RawConnection(port)) {
            connection.post("/v1/codes?type=t", "text/csv", csv.toString());
            assertEquals(200, connection.reply().status());
        }
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }
}
