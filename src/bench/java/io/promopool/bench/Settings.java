package io.promopool.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the benchmark. Each is the system property {@code bench.NAME}, with its default in {@code pom.xml}.
 *
 * @param javaHome the JDK that the service runs on
 * @param heap its largest heap, as in {@code -Xmx}
 * @param redis the Redis that the service starts; empty: the bundled one
 * @param time of one measurement
 * @param rounds how many measurements make a figure
 * @param warmUp how long each JVM is under load before it is measured
 * @param rows of the upload that is measured
 * @param baseCodes of the pool that the larger ones are compared with
 * @param manyCodes of a large lot
 */
record Settings(
        Path javaHome,
        String heap,
        String redis,
        Duration time,
        int rounds,
        Duration warmUp,
        int rows,
        int baseCodes,
        int manyCodes,
        int manyTypes,
        int manyLots) {

    static Settings ofSystemProperties() {
        return new Settings(
                Path.of(text("java.home")),
                text("heap"),
                text("redis"),
                Duration.ofSeconds(number("seconds")),
                number("rounds"),
                Duration.ofSeconds(number("warm-up.seconds")),
                number("rows"),
                number("growth.base"),
                number("growth.codes"),
                number("growth.types"),
                number("growth.lots"));
    }

    private static int number(String name) {
        return Integer.parseInt(text(name).replace("_", ""));
    }

    private static String text(String name) {
        String value = System.getProperty("bench." + name);
        if (value == null) {
            throw new IllegalArgumentException("bench." + name + " is not set; run mvn verify -Pbench, which sets it");
        }
        return value.strip();
    }
}
