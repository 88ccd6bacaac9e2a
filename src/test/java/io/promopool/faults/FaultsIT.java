package io.promopool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.faults.FaultPlan.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything that can go wrong, while everything is called. {@code mvn verify} goes through each fault once, with fixed
 * seeds; {@code mvn verify -Pfaults} goes on for {@code -Dfaults.minutes=}, with other seeds each time. Each plan is
 * printed with its setup and seed; {@code -Dfaults.seed=} makes a run begin with that of the given seed.
 */
class FaultsIT {
    private static final Path FOLDER = Path.of("target/faults");
    private static final long FIXED_SEED = 1;

    private static final List<Setup> SETUPS = System.getProperty("faults.setup") == null
            ? List.of(Setup.values())
            : List.of(Setup.valueOf(System.getProperty("faults.setup")));

    private final FaultReport report = new FaultReport();

    @Test
    @Timeout(300)
    void each_fault_once() throws Exception {
        for (Setup setup : SETUPS) {
            run(FaultPlan.ofSeed(setup, Long.getLong("faults.seed", FIXED_SEED)));
        }
        conclude();
    }

    private void run(FaultPlan plan) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        report.add(FaultRun.of(plan, Files.createTempDirectory(FOLDER, plan.setup() + "-").toAbsolutePath()));
    }

    private void conclude() {
        System.out.println(report.text());
        assertEquals("", FaultReport.summary(report.violations()));
    }
}
