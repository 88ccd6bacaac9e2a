package io.promopool.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures depend on, besides the service. */
final class Surroundings {
    private Surroundings() {}

    static void describe(Settings settings, String redisVersion, Report report) throws IOException {
        report.head("Promopool", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        report.head(
                "machine",
                "%d cores, %s %s %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        report.head("service", "JDK %s, -Xmx%s".formatted(jdk(settings.javaHome()), settings.heap()));
        String driver = System.getProperty("java.runtime.version");
        report.head("driver", "JDK %s, one thread, on the same machine".formatted(driver));
        report.head(
                "Redis",
                "%s, %s, appendfsync always"
                        .formatted(redisVersion, settings.redis().isEmpty() ? "bundled" : settings.redis()));
        report.head("settings", settings());
        report.head(
                "figures",
                "median of %d rounds of %d s, and their lowest–highest, after %d s of load"
                        .formatted(
                                settings.rounds(),
                                settings.time().toSeconds(),
                                settings.warmUp().toSeconds()));
    }

    /** What differs from a default run: lines of the settings file, and environment variables. */
    private static String settings() throws IOException {
        Path file = Path.of("config/promopool.properties");
        Stream<String> lines = Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
        String set = Stream.concat(
                        lines.map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")),
                        System.getenv().entrySet().stream()
                                .filter(variable -> variable.getKey().startsWith("PROMOPOOL_"))
                                .map(variable -> variable.getKey() + "=" + variable.getValue()))
                .collect(Collectors.joining(", "));
        return set.isEmpty() ? "the defaults" : set;
    }

    private static String jdk(Path javaHome) throws IOException {
        String java = javaHome.resolve("bin/java").toString();
        Process process = new ProcessBuilder(java, "-XshowSettings:properties", "-version")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("java.runtime.version = "))
                .map(line -> line.substring("java.runtime.version = ".length()))
                .findFirst()
                .orElse("?");
    }
}
