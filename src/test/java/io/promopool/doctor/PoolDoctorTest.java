package io.promopool.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.cli.Cli;
import io.promopool.cli.DoctorCommand;
import io.promopool.cli.Shell;
import io.promopool.redis.testing.PoolCase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the doctor finds about the pool in Redis, and what it changes after a person agreed. */
class PoolDoctorTest extends PoolCase {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int doctor(String input, String... args) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Shell shell = new Shell(
                Map.of(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                print,
                print,
                () -> false,
                Optional::empty);
        ServiceDoctor doctor = new ServiceDoctor(
                Map.of(
                        "PROMOPOOL_REDIS_URL",
                        server.url(),
                        "PROMOPOOL_REDIS_BUCKETS",
                        "" + BUCKETS,
                        "PROMOPOOL_DURABILITY_REQUIRE",
                        "none",
                        "PROMOPOOL_TIME_ZONE",
                        "Z"),
                Map.of(),
                Path.of("no-such-folder"),
                InstantSource.system());
        return new Cli(shell, List.of(new DoctorCommand(shell, () -> doctor))).run(args);
    }

    @Test
    void the_loss_is_described_and_accepted_only_after_a_yes() {
        assertEquals(0, doctor("", "doctor", "--accept-loss"));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("has noticed no loss"),
                out.toString(StandardCharsets.UTF_8));

        server.raw().hset(keys.meta(), "stop", "1893499200,w:some,1,1,120,100");
        assertEquals(1, doctor("no\n", "doctor", "--accept-loss"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("Gone: at least 20 confirmed calls"));
        assertTrue(server.raw().hexists(keys.meta(), "stop"));
        assertEquals(1, doctor("", "doctor", "--accept-loss"), "no answer is no consent");

        assertEquals(0, doctor("yes\n", "doctor", "--accept-loss"));
        assertFalse(server.raw().hexists(keys.meta(), "stop"));
        assertEquals("2", server.raw().hget(keys.meta(), "life"));

        server.raw().hset(keys.meta(), "stop", "1893499200,w:some,2,2,120,100");
        assertEquals(0, doctor("", "doctor", "--accept-loss", "--yes"));
        assertEquals("3", server.raw().hget(keys.meta(), "life"));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_check_reports_what_is_wrong_with_the_pool_and_changes_nothing() {
        forgetLatestTime();
        doctor("", "doctor");
        assertTrue(printed().contains("Redis holds pool " + server.raw().hget(keys.meta(), "pool")), printed());

        server.raw().hset(keys.meta(), "stop", "1893499200,w:some,1,1,120,100");
        assertEquals(1, doctor("", "doctor"));
        assertTrue(printed().contains("doctor --accept-loss"), printed());
        server.raw().hdel(keys.meta(), "stop");

        server.raw().hset(keys.meta(), "latest", "1893499200");
        assertEquals(1, doctor("", "doctor"));
        assertTrue(printed().contains("doctor --accept-clock"), printed());

        server.raw().flushall();
        assertEquals(1, doctor("", "doctor"));
        assertTrue(printed().contains("Redis holds no pool"), printed());
        assertEquals(List.of(), server.raw().keys("*"));
    }

    @Test
    void the_present_time_is_accepted_only_after_a_yes() {
        forgetLatestTime();
        assertEquals(0, doctor("", "doctor", "--accept-clock"));
        assertTrue(printed().contains("has seen no time yet"), printed());

        server.raw().hset(keys.meta(), "latest", "4000000000");
        assertEquals(1, doctor("no\n", "doctor", "--accept-clock"));
        assertTrue(printed().contains("The latest time that the pool has seen is 2096-10-02T07:06:40Z"), printed());
        assertEquals("4000000000", server.raw().hget(keys.meta(), "latest"));

        assertEquals(0, doctor("yes\n", "doctor", "--accept-clock"));
        assertTrue(Long.parseLong(server.raw().hget(keys.meta(), "latest")) < 4000000000L);
    }

    @Test
    void only_one_thing_is_done_at_a_time() {
        assertEquals(2, doctor("", "doctor", "--accept-clock", "--accept-loss"));
        assertTrue(printed().contains("give only one of"), printed());
    }
}
