package io.promopool.redis.connection;

import io.promopool.pool.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads how a Redis is set up, and says where that is weaker than what Promopool promises. */
public final class ServerCheck {
    private static final int OLDEST_MAJOR_VERSION = 7;

    private static final String UNDONE = "a crash can undo claims that were answered, and codes are given out twice";

    private static final List<Expectation> EXPECTATIONS = List.of(
            new Expectation("appendonly", "yes"::equals, "yes", "all codes and claims are lost when Redis stops"),
            new Expectation("appendfsync", "always"::equals, "always", UNDONE),
            new Expectation("no-appendfsync-on-rewrite", "no"::equals, "no", UNDONE),
            new Expectation("maxmemory-policy", "noeviction"::equals, "noeviction", "codes and claims get thrown away"),
            new Expectation("hash-max-listpack-entries", atLeast(512), "512 or more", "a code takes more memory"),
            new Expectation("hash-max-listpack-value", atLeast(64), "64 or more", "a claim takes more memory"));

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
                replicas + ", as durability.replicas",
                "a master that was replaced goes on taking claims until it is told, "
                        + "and none of them is ever confirmed"));
        return expectations;
    }

    private static Predicate<String> atLeast(long least) {
        return value -> Long.parseLong(value) >= least;
    }

    /**
     * What to warn of, a sentence each.
     *
     * @throws IllegalStateException where the version is too old for the scripts
     */
    public static List<String> warnings(RedisLink link, Durability durability) {
        ServerInfo info = ServerInfo.of(link);
        if (info.majorVersion() < OLDEST_MAJOR_VERSION) {
            throw new IllegalStateException("this Redis has version " + info.version() + "; 7.0 or later is needed");
        }
        List<String> warnings = new ArrayList<>();
        if (info.replicas() > durability.replicas() && durability.replicas() == 0) {
            warnings.add(
                    "Redis has replicas and durability.replicas is 0 (it should be 1 where one of them may take over): "
                            + "a failover can undo claims that were answered, and codes are given out twice");
        }
        for (Expectation expected : expectations(durability)) {
            Map<String, String> set;
            try {
                set = link.read(redis -> redis.configGet(expected.setting()));
            } catch (StorageException e) {
                return List.of("Redis does not tell its settings (" + e.getMessage()
                        + "); make sure that they are as in config/redis.conf");
            }
            String value = set.get(expected.setting());
            if (value != null && !expected.fine().test(value)) {
                warnings.add("Redis has %s %s (it should be %s): %s"
                        .formatted(expected.setting(), value, expected.wanted(), expected.consequence()));
            }
        }
        return warnings;
    }

    private record Expectation(String setting, Predicate<String> fine, String wanted, String consequence) {}
}
