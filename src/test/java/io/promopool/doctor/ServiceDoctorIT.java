package io.promopool.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.promopool.App;
import io.promopool.cli.Cli;
import io.promopool.cli.Doctor.Finding;
import io.promopool.cli.Doctor.Severity;
import io.promopool.cli.DoctorCommand;
import io.promopool.cli.Shell;
import io.promopool.redis.embedded.EmbeddedRedis;
import io.promopool.settings.Settings;
import io.promopool.testing.TestRedis;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceDoctorIT {
    @TempDir
    Path folder;

    private Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PROMOPOOL_HTTP_PORT",
                "0",
                "PROMOPOOL_DATA_DIR",
                folder.resolve("data").toString(),
                "PROMOPOOL_REDIS_BUCKETS",
                "256"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private ServiceDoctor doctor(String... more) {
        return new ServiceDoctor(environment(more), Map.of(), folder, InstantSource.system());
    }

    private App service() throws Exception {
        App app = new App(Settings.load(environment(), Map.of(), folder), InstantSource.system());
        app.start();
        return app;
    }

    private static void upload(App app, String csv) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + "/v1/codes?type=t"))
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv))
                .build();
        assertEquals(
                200,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode());
    }

    private static String text(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void a_service_that_never_ran_is_examined_and_left_unchanged() {
        List<Finding> findings = doctor().examine();
        assertTrue(findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR), text(findings));
        assertTrue(text(findings).contains("version 7.0.15"), text(findings));
        assertTrue(text(findings).contains("settings are what the guarantees require"), text(findings));
        assertEquals(
                Optional.empty(),
                EmbeddedRedis.urlOfRunning(
                        Settings.load(environment(), Map.of(), folder).embedded()),
                "the Redis that was started for it has ended");
    }

    @Test
    void a_running_service_is_examined_through_its_own_redis_and_keeps_running() throws Exception {
        App app = service();
        try {
            upload(app, "code\nA\nB\n");
            List<Finding> findings = doctor().examine();
            assertTrue(findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR), text(findings));
            upload(app, "code\nC\n");
        } finally {
            app.close();
        }
    }

    @Test
    void wrong_counters_are_fixed_while_the_service_is_running() throws Exception {
        App app = service();
        try {
            upload(app, "code\nA\nB\n");
            Settings settings = Settings.load(environment(), Map.of(), folder);
            RedisClient raw = RedisClient.create(
                    EmbeddedRedis.urlOfRunning(settings.embedded()).orElseThrow());
            raw.connect().sync().hset("pp:{0}:lot:1", "unspent", "7");
            raw.shutdown();

            List<Finding> findings = doctor().recount();
            assertTrue(text(findings).contains("available and expired codes was 7, corrected to 2"), text(findings));
            assertTrue(text(doctor().recount()).contains("no differences"));
        } finally {
            app.close();
        }
        assertTrue(text(doctor().recount()).contains("2 codes in 1 lot of 1 type"), "also while it is stopped");
    }

    @Test
    void what_prevents_a_start_is_an_error() {
        assertTrue(text(doctor("PROMOPOOL_HTTP_PROT", "80").examine()).contains("PROMOPOOL_HTTP_PROT"));
        assertTrue(text(doctor("PROMOPOOL_REDIS_URL", "redis://127.0.0.1:1").examine())
                .contains("can't connect to Redis"));
    }

    @Test
    void each_setting_of_redis_that_is_too_weak_is_listed() {
        try (TestRedis weak = TestRedis.another()) {
            List<Finding> findings = doctor("PROMOPOOL_REDIS_URL", weak.url()).examine();
            assertTrue(
                    text(findings).contains("Finding[severity=WARNING, subject=Redis, text=Redis has appendonly no"));
            assertTrue(text(findings).contains("subject=Redis, text=Redis has appendfsync everysec"), text(findings));
            assertTrue(text(findings).contains("Finding[severity=ERROR, subject=ready, text=Redis has appendonly no"));
            assertFalse(text(findings).contains("settings meet the guarantees"), text(findings));

            List<Finding> accepted = doctor(
                            "PROMOPOOL_REDIS_URL",
                            weak.url(),
                            "PROMOPOOL_REDIS_POOL",
                            "create",
                            "PROMOPOOL_DURABILITY_REQUIRE",
                            "none")
                    .examine();
            assertTrue(text(accepted).contains("Redis has appendonly no"), text(accepted));
            assertTrue(accepted.stream().noneMatch(finding -> finding.severity() == Severity.ERROR), text(accepted));
        }
    }

    @Test
    void the_command_ends_with_status_1_if_something_must_be_fixed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Shell shell =
                new Shell(Map.of(), new ByteArrayInputStream(new byte[0]), print, print, () -> false, Optional::empty);
        DoctorCommand broken = new DoctorCommand(shell, () -> doctor("PROMOPOOL_REDIS_URL", "redis://127.0.0.1:1"));
        assertEquals(1, new Cli(shell, List.of(broken)).run("doctor", "--json"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("{\"severity\":\"error\",\"subject\":\"Redis\""));
        assertEquals(0, new Cli(shell, List.of(new DoctorCommand(shell, this::doctor))).run("doctor"));
    }
}
