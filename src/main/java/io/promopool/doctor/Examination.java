package io.promopool.doctor;

import io.promopool.cli.Doctor.Finding;
import io.promopool.redis.Checkup;
import io.promopool.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checks, one by one, and what each finding means. */
final class Examination {
    /** Redis rewrites its file beside the old one, and needs the room for both. */
    private static final int ROOM_FOR_FILES = 2;

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
        return Finding.ok("Java", version + (version < 21 ? "; from 21 on, requests that wait cost no threads" : ""));
    }

    private static Finding access(Settings settings) {
        return settings.auth().isOpen()
                ? Finding.warning(
                        "access",
                        "there are no API keys: whoever reaches "
                                + settings.http().host() + " may do everything; see hash-key and auth.keys")
                : Finding.ok("access", settings.auth().keys().size() + " API keys");
    }

    private static List<Finding> redis(Checkup checkup) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("Redis", "version " + checkup.version()));
        checkup.warnings().forEach(warning -> findings.add(Finding.warning("Redis", warning)));
        if (checkup.warnings().isEmpty()) {
            findings.add(Finding.ok("Redis", "its settings are as strong as what is promised"));
        }
        findings.add(checkup.unready()
                .map(reason -> Finding.error("ready", reason))
                .orElse(Finding.ok("ready", "it can serve, and its clock agrees with ours")));
        findings.add(memory(checkup));
        return findings;
    }

    private static Finding memory(Checkup checkup) {
        String used = megabytes(checkup.usedMemoryBytes()) + " used";
        if (checkup.maxMemoryBytes() == 0) {
            return Finding.ok("memory", used + ", as much as there is may be");
        }
        String text = used + " of " + megabytes(checkup.maxMemoryBytes());
        return checkup.usedMemoryBytes() > checkup.maxMemoryBytes() * 9 / 10
                ? Finding.warning("memory", text + "; when it is full, claims and uploads are refused: raise maxmemory")
                : Finding.ok("memory", text);
    }

    private static Finding disk(Path folder) {
        try {
            long files = size(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = megabytes(free) + " are free where " + folder + " is, which holds " + megabytes(files);
            return free < Math.max(MIN_FREE_BYTES, ROOM_FOR_FILES * files)
                    ? Finding.warning(
                            "disk", text + "; Redis stops when the disk is full, and rewrites its file beside the old")
                    : Finding.ok("disk", text);
        } catch (IOException e) {
            return Finding.warning("disk", folder + " can't be looked at: " + e);
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
        return "%,d MiB".formatted(bytes >> 20);
    }
}
