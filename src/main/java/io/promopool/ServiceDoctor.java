package io.promopool;

import io.promopool.cli.Doctor;
import io.promopool.pool.StorageException;
import io.promopool.redis.Checkup;
import io.promopool.redis.embedded.EmbeddedRedis;
import io.promopool.redis.embedded.EmbeddedRedisException;
import io.promopool.redis.recount.Recount;
import io.promopool.redis.recount.RecountReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks at the service as it is set up where this is run, running or not. */
final class ServiceDoctor implements Doctor {
    /** Redis rewrites its file beside the old one, and needs the room for both. */
    private static final int ROOM_FOR_FILES = 2;

    private static final long LEAST_FREE_BYTES = 1L << 30;

    private final Map<String, String> environment;
    private final Map<?, ?> properties;
    private final Path workingDir;
    private final InstantSource clock;

    ServiceDoctor(Map<String, String> environment, Map<?, ?> properties, Path workingDir, InstantSource clock) {
        this.environment = environment;
        this.properties = properties;
        this.workingDir = workingDir;
        this.clock = clock;
    }

    static Doctor ofProcess() {
        return new ServiceDoctor(System.getenv(), System.getProperties(), Path.of(""), InstantSource.system());
    }

    @Override
    public List<Finding> examine() {
        return withRedis((config, url) -> {
            List<Finding> findings = new ArrayList<>();
            findings.add(java());
            findings.add(access(config));
            findings.addAll(redis(Checkup.of(url, config.storage(), clock)));
            if (config.storage().redis().url().isEmpty()) {
                findings.add(disk(config.embedded().dataDir()));
            }
            return findings;
        });
    }

    @Override
    public List<Finding> recount() {
        return withRedis((config, url) -> {
            RecountReport report = Recount.run(url, config.storage(), clock);
            List<Finding> findings = new ArrayList<>();
            report.faults()
                    .forEach(fault ->
                            findings.add(Finding.fault("index", fault + "; restore a backup, or ask for help")));
            report.differences().forEach(difference -> findings.add(Finding.warning("mended", difference)));
            String counted = "%,d codes in %d lots of %d types; writes were held for %d ms"
                    .formatted(
                            report.codes(),
                            report.lots(),
                            report.types(),
                            report.held().toMillis());
            findings.add(
                    Finding.fine("recount", report.differences().isEmpty() ? counted + "; nothing differed" : counted));
            return findings;
        });
    }

    private interface Work {
        List<Finding> on(Config config, String url);
    }

    /** The embedded Redis is used where it runs, and started for the time where it does not. */
    private List<Finding> withRedis(Work work) {
        Config config;
        try {
            config = Config.load(environment, properties, workingDir);
        } catch (ConfigException e) {
            return List.of(Finding.fault("configuration", e.getMessage()));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("configuration", "every setting is known and allowed"));
        try {
            findings.addAll(onRedis(config, url -> work.on(config, url)));
        } catch (StorageException | EmbeddedRedisException | IllegalStateException e) {
            findings.add(Finding.fault("Redis", e.getMessage()));
        }
        return findings;
    }

    private static List<Finding> onRedis(Config config, Function<String, List<Finding>> work) {
        Optional<String> url = config.storage().redis().url().or(() -> EmbeddedRedis.urlOfRunning(config.embedded()));
        if (url.isPresent()) {
            return work.apply(url.get());
        }
        try (EmbeddedRedis embedded = EmbeddedRedis.start(config.embedded())) {
            return work.apply(embedded.url());
        }
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return Finding.fine("Java", version + (version < 21 ? "; from 21 on, requests that wait cost no threads" : ""));
    }

    private static Finding access(Config config) {
        return config.auth().isOpen()
                ? Finding.warning(
                        "access",
                        "there are no API keys: whoever reaches "
                                + config.http().host() + " may do everything; see hash-key and auth.keys")
                : Finding.fine("access", config.auth().keys().size() + " API keys");
    }

    private static List<Finding> redis(Checkup checkup) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("Redis", "version " + checkup.version()));
        checkup.warnings().forEach(warning -> findings.add(Finding.warning("Redis", warning)));
        if (checkup.warnings().isEmpty()) {
            findings.add(Finding.fine("Redis", "its settings are as strong as what is promised"));
        }
        findings.add(checkup.unready()
                .map(reason -> Finding.fault("ready", reason))
                .orElse(Finding.fine("ready", "it can serve, and its clock agrees with ours")));
        findings.add(memory(checkup));
        return findings;
    }

    private static Finding memory(Checkup checkup) {
        String used = megabytes(checkup.usedMemoryBytes()) + " used";
        if (checkup.maxMemoryBytes() == 0) {
            return Finding.fine("memory", used + ", as much as there is may be");
        }
        String text = used + " of " + megabytes(checkup.maxMemoryBytes());
        return checkup.usedMemoryBytes() > checkup.maxMemoryBytes() * 9 / 10
                ? Finding.warning("memory", text + "; when it is full, claims and uploads are refused: raise maxmemory")
                : Finding.fine("memory", text);
    }

    private static Finding disk(Path folder) {
        try {
            long files = size(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = megabytes(free) + " are free where " + folder + " is, which holds " + megabytes(files);
            return free < Math.max(LEAST_FREE_BYTES, ROOM_FOR_FILES * files)
                    ? Finding.warning(
                            "disk", text + "; Redis stops when the disk is full, and rewrites its file beside the old")
                    : Finding.fine("disk", text);
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
