package io.promopool.redis.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Judges a Redis by what it reports about itself. */
public final class ServerCheck {
    private static final int OLDEST_MAJOR_VERSION = 7;

    private static final String UNDONE =
            "a crash can undo claims that were answered, and their codes are handed out a second time";

    private static final String CLUSTER_MODE =
            "this Redis runs in cluster mode (cluster-enabled yes), which Promopool does not support: when slots move, "
                    + "codes are handed out twice. Set redis.url to a Redis without cluster mode";

    private static final List<Expectation> NEEDED = List.of(
            new Expectation("appendfsync", "always"::equals, "always", UNDONE),
            new Expectation("no-appendfsync-on-rewrite", "no"::equals, "no", UNDONE));

    private static final List<Expectation> WANTED = List.of(
            new Expectation(
                    "aof-load-truncated",
                    "no"::equals,
                    "no",
                    "after a power cut, Redis can keep a part of what it never answered, and counts are then wrong"),
            new Expectation("hash-max-listpack-entries", atLeast(512), "512 or more", "codes take more memory"),
            new Expectation("hash-max-listpack-value", atLeast(64), "64 or more", "claims take more memory"));

    private ServerCheck() {}

    /**
     * What was found, one sentence for each finding.
     *
     * @param weaknesses could lose what Redis confirmed
     * @param warnings everything else that a person should know
     */
    record Findings(List<String> weaknesses, List<String> warnings) {
        static final Findings NONE = new Findings(List.of(), List.of());

        List<String> all() {
            List<String> all = new ArrayList<>(weaknesses);
            all.addAll(warnings);
            return all;
        }
    }

    /**
     * Checks what can't change while a Redis runs.
     *
     * @throws IllegalStateException if the scripts can't run on this Redis, or could hand out a code twice
     * @throws io.promopool.pool.StorageException if Redis does not answer
     */
    public static void requireSupported(RedisLink link) {
        ServerInfo info = ServerInfo.of(link);
        if (info.majorVersion() < OLDEST_MAJOR_VERSION) {
            throw new IllegalStateException("this Redis has version " + info.version() + "; 7.0 or later is required");
        }
        clusterMode(info).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
    }

    /** Returns why a Redis Cluster is refused; empty if this Redis is no part of one. */
    static Optional<String> clusterMode(ServerInfo info) {
        return info.isCluster() ? Optional.of(CLUSTER_MODE) : Optional.empty();
    }

    /**
     * Judges whether Redis keeps what it confirms.
     *
     * @param isFileIncomplete whether the append-only file does not contain all data yet
     */
    static Findings findings(
            ServerInfo info, ServerSettings settings, Durability durability, boolean isFileIncomplete) {
        List<String> weaknesses = new ArrayList<>();
        file(info, isFileIncomplete).ifPresent(weaknesses::add);
        NEEDED.forEach(expected -> settings.finding(expected).ifPresent(weaknesses::add));
        List<String> warnings = new ArrayList<>();
        eviction(info, weaknesses, warnings);
        replicas(info, settings, durability, warnings);
        WANTED.forEach(expected -> settings.finding(expected).ifPresent(warnings::add));
        settings.refusal().ifPresent(warnings::add);
        return new Findings(List.copyOf(weaknesses), List.copyOf(warnings));
    }

    private static Optional<String> file(ServerInfo info, boolean isFileIncomplete) {
        if (info.is("aof_enabled", "0")) {
            return Optional.of(
                    "Redis has appendonly no (it should be yes): all codes and claims are lost when Redis stops");
        }
        if (isFileIncomplete) {
            return Optional.of("appendonly was switched on, but Redis has not finished its first append-only file: "
                    + "until then, claims that were answered are lost when Redis stops");
        }
        if (info.field("aof_last_write_status")
                .filter(status -> !status.equals("ok"))
                .isPresent()) {
            return Optional.of("Redis can't write to its append-only file (see Redis's log, and the space on its "
                    + "disk): " + UNDONE);
        }
        return Optional.empty();
    }

    private static void eviction(ServerInfo info, List<String> weaknesses, List<String> warnings) {
        String policy = info.field("maxmemory_policy").orElse("noeviction");
        String finding = "Redis has maxmemory-policy " + policy + " (it should be noeviction): ";
        if (policy.startsWith("allkeys-")) {
            weaknesses.add(finding + "Redis deletes codes and claims when its memory is full");
            return;
        }
        if (!policy.equals("noeviction")) {
            warnings.add(finding + "Redis deletes keys that have an expiration time when its memory is full");
        }
        if (info.number("evicted_keys") > 0) {
            warnings.add("Redis has deleted keys since its start because its memory was full (evicted_keys); if keys "
                    + "of Promopool were among them, their codes and claims are lost");
        }
    }

    private static void replicas(
            ServerInfo info, ServerSettings settings, Durability durability, List<String> warnings) {
        int required = durability.replicas();
        if (required > 0) {
            settings.finding(new Expectation(
                            "min-replicas-to-write",
                            atLeast(required),
                            required + ", like durability.replicas",
                            "after a failover, the old master keeps accepting claims until it learns that it was "
                                    + "replaced; none of these claims is ever confirmed"))
                    .ifPresent(warnings::add);
        } else if (info.replicas() > 0) {
            warnings.add(
                    "Redis has replicas, but durability.replicas is 0 (it should be the number of replicas if one can "
                            + "take over): a failover can undo claims that were answered, and their codes are handed "
                            + "out a second time");
        }
    }

    private static Predicate<String> atLeast(long minimum) {
        return value -> Long.parseLong(value) >= minimum;
    }

    /** What a setting of Redis should be, and what happens if it is not. */
    record Expectation(String setting, Predicate<String> isMet, String wanted, String consequence) {}
}
