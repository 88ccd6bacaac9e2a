package io.promopool.bench;

import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code mvn verify -Pbench}: measures the packaged service and prints a table, also into
 * {@code target/bench/report.txt}. Every code that a claim gets must have been uploaded, and must be new. Otherwise the
 * benchmark ends with an error.
 */
final class Bench {
    private static final Path FOLDER = Path.of("target/bench");

    private Bench() {}

    public static void main(String[] args) throws Exception {
        if (Boolean.getBoolean("bench.jmh")) {
            org.openjdk.jmh.Main.main(new String[] {System.getProperty("bench.jmh.include")});
            return;
        }
        Settings settings = Settings.ofSystemProperties();
        Files.createDirectories(FOLDER);
        Report report = new Report();
        try (LoadDriver driver = new LoadDriver()) {
            claims(settings, driver, report);
            new GrowthMeasures(settings, driver, report).run();
        }
        String text = report.text();
        Files.writeString(FOLDER.resolve("report.txt"), text);
        System.out.println("\n" + text);
    }

    private static void claims(Settings settings, LoadDriver driver, Report report)
            throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        URI constant = URI.create("http://127.0.0.1:" + port + "/");
        try (Service service = Service.start("service", settings, Lots.ONE);
                ServerProcess constantServer = ServerProcess.java(
                        settings.javaHome(),
                        List.of(
                                "-Xmx" + settings.heap(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ConstantServer.class.getName(),
                                Integer.toString(port)),
                        Map.of(),
                        FOLDER.resolve("constant.log"))) {
            constantServer.awaitAnswer(constant);
            Surroundings.describe(settings, service.redis().version(), report);
            new ClaimMeasures(settings, driver, report, service, constant).run();
        }
    }
}
