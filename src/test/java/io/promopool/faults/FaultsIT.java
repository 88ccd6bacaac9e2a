package io.promopool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.faults.FaultPlan.Setup;
import io.promopool.faults.FaultRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Everything that can go wrong, while callers use every call.
 *
 * <p>{@code mvn verify} goes through each fault once, with a fixed seed; of those that each need a run of their own,
 * only one, to save time. {@code mvn verify -Pfaults} does nothing else, for {@code -Dfaults.minutes=} (default: 10),
 * starting from a random seed. Each plan is printed with its setup and seed: {@code -Dfaults.setup=SENTINEL
 * -Dfaults.seed=17} repeats one. Several setups are separated by commas.
 */
class FaultsIT {
    private static final Path FOLDER = Path.of("target/faults");
    private static final long FIXED_SEED = 1;

    private final FaultReport report = new FaultReport();

    @Test
    void the_guarantees_hold() throws Exception {
        Duration time = Duration.ofMinutes(Integer.getInteger("faults.minutes", 0));
        long end = System.nanoTime() + time.toNanos();
        long seed = Long.getLong("faults.seed", time.isZero() ? FIXED_SEED : new Random().nextInt(1_000_000));
        try {
            do {
                for (Setup setup : setups()) {
                    List<FaultPlan> plans = FaultPlan.allOfSeed(setup, seed);
                    for (FaultPlan plan : time.isZero() ? plans.subList(0, 1) : plans) {
                        run(plan);
                    }
                }
                seed++;
            } while (System.nanoTime() < end);
        } finally {
            System.out.println(report.text());
        }
        assertEquals("", FaultReport.summary(report.violations()));
    }

    private static List<Setup> setups() {
        String names = System.getProperty("faults.setup", "");
        return names.isEmpty()
                ? List.of(Setup.values())
                : Stream.of(names.split(",")).map(Setup::valueOf).toList();
    }

    private void run(FaultPlan plan) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path folder = Files.createTempDirectory(FOLDER, plan.setup() + "-").toAbsolutePath();
        Result result = FaultRun.of(plan, folder);
        report.add(result);
        if (result.violations().isEmpty()) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
