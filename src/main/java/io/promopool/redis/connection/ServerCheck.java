package io.promopool.redis.connection;

import io.promopool.pool.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads the settings of a Redis, and warns of each that is weaker than Promopool's guarantees need. */
public final class ServerCheck {
    private static final int OLDEST_MAJOR_VERSION = 7;

    private static final String UNDONE =
            "a crash can undo claims that were answered, and their codes are handed out a second time";

    private static final List<Expectation> EXPECTATIONS = List.of(
            new Expectation("appendonly", "yes"::equals, "yes", "all codes and claims are lost when Redis stops"),
            new Expectation("appendfsync", "always"::equals, "always", UNDONE),
            new Expectation("no-appendfsync-on-rewrite", "no"::equals, "no", UNDONE),
            new Expectation(
                    "maxmemory-policy",
                    "noeviction"::equals,
                    "noeviction",
                    "Redis deletes codes and claims when its memory is full"),
            new Expectation("hash-max-listpack-entries", atLeast(512), "512 or more", "codes take more memory"),
            new Expectation("hash-max-listpack-value", atLeast(64), "64 or more", "claims take more memory"));

    private ServerCheck() {}

    private static List<Expectation> expectations(Durability durability) {
        int replicas = durability.replicas();
        if (replicas == 0) {
            return EXPECTATIONS;
        }
        List<Expectation> expectations = new ArrayList<>(EXPECTATIONS);
        expectations.add(new Expectation(
                "min-replicas-to-write",
                atLeast(replicas),
                replicas + ", like durability.replicas",
                "after a failover, the old master keeps accepting claims until it learns that it was replaced; none "
                        + "of these claims is ever confirmed"));
        return expectations;
    }

    private static Predicate<String> atLeast(long minimum) {
        return value -> Long.parseLong(value) >= minimum;
    }

    /**
     * Returns what to warn of, one sentence for each finding. Changes nothing.
     *
     * @throws IllegalStateException if Redis is too old for the scripts
     * @throws StorageException if Redis does not answer
     */
    public static List<String> warnings(RedisLink link, Durability durability) {
        ServerInfo info = ServerInfo.of(link);
        if (info.majorVersion() < OLDEST_MAJOR_VERSION) {
            throw new IllegalStateException("this Redis has version " + info.version() + "; 7.0 or later is required");
        }
        List<String> warnings = new ArrayList<>();
        if (info.replicas() > durability.replicas() && durability.replicas() == 0) {
            warnings.add(
                    "Redis has replicas, but durability.replicas is 0 (it should be the number of replicas if one can "
                            + "take over): a failover can undo claims that were answered, and their codes are handed "
                            + "out a second time");
        }
        for (Expectation expected : expectations(durability)) {
            Map<String, String> current;
            try {
                current = link.read(redis -> redis.configGet(expected.setting()));
            } catch (StorageException e) {
                return List.of("Redis does not let the service read its settings (" + e.getMessage()
                        + "); make sure that they are those of config/redis.conf");
            }
            String value = current.get(expected.setting());
            if (value != null && !expected.isMet().test(value)) {
                warnings.add("Redis has %s %s (it should be %s): %s"
                        .formatted(expected.setting(), value, expected.wanted(), expected.consequence()));
            }
        }
        return warnings;
    }

    private record Expectation(String setting, Predicate<String> isMet, String wanted, String consequence) {}
}
