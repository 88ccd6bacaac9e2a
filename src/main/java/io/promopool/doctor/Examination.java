package io.promopool.doctor;

import io.promopool.cli.Doctor.Finding;
import io.promopool.lang.Quantity;
import io.promopool.redis.Checkup;
import io.promopool.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The checks, one by one, and what to do about each finding. */
final class Examination {
    /** When Redis rewrites its file, the disk holds the old and the new one. */
    private static final int COPIES_OF_FILE = 2;

    private static final long MIN_FREE_BYTES = 1L << 30;

    private Examination() {}

    static List<Finding> of(Settings settings, Checkup checkup) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(access(settings));
        findings.addAll(redis(checkup));
        if (settings.storage().redis().url().isEmpty()) {
            findings.add(disk(settings.embedded().dataDir()));
        }
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return Finding.ok(
                "Java", version + (version < 21 ? "; with Java 21 or later, waiting requests use no threads" : ""));
    }

    private static Finding access(Settings settings) {
        return settings.auth().isOpen()
                ? Finding.warning(
                        "access",
                        "no API keys are set: anyone who can connect to "
                                + settings.http().host()
                                + " may do everything; create a key with hash-key")
                : Finding.ok("access", Quantity.of(settings.auth().keys().size(), "API key"));
    }

    private static List<Finding> redis(Checkup checkup) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("Redis", "version " + checkup.version()));
        checkup.warnings().forEach(warning -> findings.add(Finding.warning("Redis", warning)));
        if (checkup.warnings().isEmpty()) {
            findings.add(Finding.ok("Redis", "its settings are what the guarantees require"));
        }
        checkup.pool().ifPresent(id -> findings.add(Finding.ok("pool", "Redis holds pool " + id)));
        checkup.poolFault().ifPresent(fault -> findings.add(Finding.error("pool", fault)));
        findings.add(checkup.unready()
                .map(reason -> Finding.error("ready", reason))
                .orElse(Finding.ok("ready", "Redis can serve claims, and its clock matches this machine's")));
        findings.add(memory(checkup));
        return findings;
    }

    private static Finding memory(Checkup checkup) {
        String used = megabytes(checkup.usedMemoryBytes()) + " used";
        if (checkup.maxMemoryBytes() == 0) {
            return Finding.ok("memory", used + "; no maxmemory limit is set");
        }
        String text = used + " of " + megabytes(checkup.maxMemoryBytes());
        return checkup.usedMemoryBytes() > checkup.maxMemoryBytes() * 9 / 10
                ? Finding.warning(
                        "memory", text + "; when memory is full, claims and uploads are refused; raise maxmemory")
                : Finding.ok("memory", text);
    }

    private static Finding disk(Path folder) {
        try {
            long files = size(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = "%s uses %s; %s are free on its disk".formatted(folder, megabytes(files), megabytes(free));
            return free < Math.max(MIN_FREE_BYTES, COPIES_OF_FILE * files)
                    ? Finding.warning(
                            "disk",
                            text + "; Redis stops when the disk is full, and needs room for a second copy of its file"
                                    + " when it rewrites it")
                    : Finding.ok("disk", text);
        } catch (IOException e) {
            return Finding.warning("disk", folder + " can't be examined: " + e);
        }
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
    }
}
