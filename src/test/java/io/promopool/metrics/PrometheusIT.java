package io.promopool.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import io.promopool.metrics.testing.MeteredService;
import io.promopool.testing.TestRedis;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What Prometheus's own tool says about the metrics, the rules and the settings. */
class PrometheusIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void findPromtool() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        if (!there) {
            String skipped = "promtool is not on the PATH (Debian: apt-get install prometheus), "
                    + "so config/prometheus is NOT tested";
            LoggerFactory.getLogger(PrometheusIT.class).warn(skipped);
            abort(skipped);
        }
    }

    @Test
    void promtool_finds_nothing_wrong_with_the_metrics() throws Exception {
        try (MeteredService service = new MeteredService(TestRedis.emptied().url())) {
            service.upload("/v1/codes?type=t", "code,expirationDate\nA,\nB,2099-01-01T00:00\n");
            service.claim("t", "1");
            service.scrapeUntil(now -> now.has("promopool_lot_available_codes"));
            Path scrape = folder.resolve("scrape");
            Files.writeString(scrape, service.get("/metrics").body());
            assertEquals("", promtool(scrape, "check", "metrics"));
        }
    }

    @Test
    void promtool_finds_nothing_wrong_with_the_settings() throws Exception {
        promtool(Path.of("/dev/null"), "check", "config", "--syntax-only", "config/prometheus/prometheus.yml");
    }

    @Test
    void each_rule_fires_for_its_reason_and_no_other() throws Exception {
        promtool(Path.of("/dev/null"), "test", "rules", "src/test/resources/prometheus/alerts-test.yml");
    }

    /** Returns the output. A failure fails the test. */
    private static String promtool(Path input, String... arguments) throws IOException, InterruptedException {
        Process promtool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectInput(input.toFile())
                .start();
        try (InputStream said = promtool.getInputStream()) {
            String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, promtool.waitFor(), List.of(arguments) + ": " + text);
            return text;
        }
    }
}
