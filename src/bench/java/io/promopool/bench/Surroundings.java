package io.promopool.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the figures depend on, besides the service. */
final class Surroundings {
    private Surroundings() {}

    static void describe(Settings settings, String redisVersion, Report report) throws IOException {
        report.head("Promopool", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        report.head("machine", "%d cores, %s %s %s".formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch")));
        report.head("service", "JDK %s, -Xmx%s".formatted(jdk(settings.javaHome()), settings.heap()));
        report.head("driver", "JDK %s, one thread, on the same machine".formatted(System.getProperty("java.runtime.version")));
        report.head("Redis", "%s, %s, appendfsync always".formatted(
                redisVersion, settings.redis().isEmpty() ? "bundled" : settings.redis()));
        report.head("figures", "median of %d rounds of %d s, and their lowest–highest, after %d s of load".formatted(
                settings.rounds(), settings.time().toSeconds(), settings.warmUp().toSeconds()));
    }

    private static String jdk(Path javaHome) throws IOException {
        Process process = new ProcessBuilder(javaHome.resolve("bin/java").toString(), "-XshowSettings:properties", "-version")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .map(String::strip)
                .filter(line -> line.startsWith("java.runtime.version = "))
                .map(line -> line.substring("java.runtime.version = ".length()))
                .findFirst()
                .orElse("?");
    }
}
