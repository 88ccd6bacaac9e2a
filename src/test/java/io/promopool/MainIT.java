package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process, started as from a shell. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MainIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "serve"})
    void without_a_command_and_with_serve_the_service_starts_and_runs_until_it_is_stopped(String command)
            throws Exception {
        Process service = start(command.isEmpty() ? List.of() : List.of(command));
        try (BufferedReader log = service.inputReader()) {
            String line = log.readLine();
            while (line != null && !line.contains("listening on 127.0.0.1:")) {
                line = log.readLine();
            }
            assertTrue(line != null && service.isAlive(), "the service ended before it listened");
            service.destroy();
            assertEquals(0, service.waitFor(), "a stop by SIGTERM ends with status 0");
        } finally {
            service.destroyForcibly();
        }
    }

    @Test
    void a_command_ends_with_its_status_and_starts_no_service() throws Exception {
        assertEquals(0, end("--version"));
        assertEquals(2, end("srve"));
        assertEquals(2, end("serve", "--port=1"));
        assertEquals(0, end("serve", "--help"));
        assertEquals(6, end("count", "--url", "http://127.0.0.1:1"));
        assertTrue(folder.toFile().list().length == 0, "no data folder was created");
    }

    private int end(String... words) throws Exception {
        Process command = start(List.of(words));
        command.inputReader().lines().forEach(line -> assertTrue(!line.contains("listening"), line));
        return command.waitFor();
    }

    private Process start(List<String> words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.promopool.Main"));
        line.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PROMOPOOL_HTTP_PORT", "0");
        return builder.start();
    }
}
