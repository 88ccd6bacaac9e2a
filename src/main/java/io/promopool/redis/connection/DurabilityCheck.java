package io.promopool.redis.connection;

import io.promopool.redis.connection.Durability.Require;
import io.promopool.redis.connection.Guard.Concern;
import io.promopool.redis.connection.ServerCheck.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices when Redis is set up in a way that could lose what it confirms, and makes the {@link Guard} refuse writes
 * until that is fixed. For one thread.
 */
final class DurabilityCheck {
    /** INFO shows most weaknesses at once. The settings that only CONFIG shows are read again after this time. */
    private static final Duration SETTINGS_INTERVAL = Duration.ofMinutes(1);

    /** What is known about the append-only file of the Redis that is connected. */
    private enum AppendFile {
        UNKNOWN,
        OFF,
        COMPLETE
    }

    private final RedisLink link;
    private final Guard guard;
    private final Durability durability;
    private final LongSupplier nanoTime;
    private volatile Findings findings = Findings.NONE;
    private Optional<String> runId = Optional.empty();
    private ServerSettings settings = ServerSettings.UNKNOWN;
    private long settingsReadNanos;
    private boolean areSettingsRead;
    private AppendFile file = AppendFile.UNKNOWN;

    /** @param nanoTime as {@link System#nanoTime()} */
    DurabilityCheck(RedisLink link, Guard guard, Durability durability, LongSupplier nanoTime) {
        this.link = link;
        this.guard = guard;
        this.durability = durability;
        this.nanoTime = nanoTime;
    }

    /** Returns one sentence for each finding of the last check. */
    List<String> findings() {
        return findings.all();
    }

    /** Returns the findings of the last check for which nothing is refused. */
    List<String> warnings() {
        return durability.require() == Require.NONE ? findings.all() : findings.warnings();
    }

    /**
     * Judges the Redis that reported this.
     *
     * @throws io.promopool.pool.StorageException if the settings are due and Redis does not answer. What it reported,
     *     and the settings that are known, were judged nevertheless
     */
    void check(ServerInfo info) {
        if (!info.field("run_id").equals(runId)) {
            runId = info.field("run_id");
            file = AppendFile.UNKNOWN;
            settings = ServerSettings.UNKNOWN;
            areSettingsRead = false;
        }
        try {
            readSettingsIfDue();
        } finally {
            findings = ServerCheck.findings(info, settings, durability, isFileIncomplete(info));
            guard.set(Concern.DURABILITY, ServerCheck.clusterMode(info).or(this::weakness));
        }
    }

    private void readSettingsIfDue() {
        if (!areSettingsRead || nanoTime.getAsLong() - settingsReadNanos >= SETTINGS_INTERVAL.toNanos()) {
            settings = ServerSettings.of(link);
            settingsReadNanos = nanoTime.getAsLong();
            areSettingsRead = true;
        }
    }

    private Optional<String> weakness() {
        List<String> weaknesses = findings.weaknesses();
        return durability.require() == Require.NONE || weaknesses.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", weaknesses)
                        + ". Fix this, or set durability.require=none to accept the risk");
    }

    /**
     * Returns whether appendonly was switched on and the first rewrite of the file has not ended. If Redis stops before
     * that end, it loses everything.
     *
     * <p>Redis reports this state exactly as it reports the first rewrite of a file that it has had since its start.
     * That rewrite is harmless and happens to every new Redis. So what earlier checks saw decides.
     */
    private boolean isFileIncomplete(ServerInfo info) {
        boolean isRewriting = info.is("aof_rewrite_in_progress", "1") || info.is("aof_rewrite_scheduled", "1");
        if (info.is("aof_enabled", "0")) {
            file = AppendFile.OFF;
        } else if (!isRewriting) {
            file = AppendFile.COMPLETE;
        }
        return info.is("aof_enabled", "1")
                && isRewriting
                && (file == AppendFile.OFF || (file == AppendFile.UNKNOWN && info.is("aof_base_size", "0")));
    }
}
