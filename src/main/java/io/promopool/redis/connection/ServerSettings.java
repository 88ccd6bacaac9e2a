package io.promopool.redis.connection;

import io.promopool.pool.StorageException;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a Redis, as far as it lets its user read them.
 *
 * @param values by name; empty if Redis refused
 * @param refusal a sentence about the refusal; empty if Redis did not refuse
 */
record ServerSettings(Map<String, String> values, Optional<String> refusal) {
    private static final String[] NAMES = {
        "appendfsync",
        "no-appendfsync-on-rewrite",
        "aof-load-truncated",
        "min-replicas-to-write",
        "hash-max-listpack-entries",
        "hash-max-listpack-value"
    };

    /** Nothing is known. */
    static final ServerSettings UNKNOWN = new ServerSettings(Map.of(), Optional.empty());

    /** @throws StorageException if Redis does not answer */
    static ServerSettings of(RedisLink link) {
        try {
            return new ServerSettings(link.read(redis -> redis.configGet(NAMES)), Optional.empty());
        } catch (StorageException e) {
            if (!Faults.isErrorReply(e)) {
                throw e;
            }
            return new ServerSettings(
                    Map.of(),
                    Optional.of("Redis does not let the service read its settings (" + e.getMessage()
                            + "); make sure that they are those of config/redis.conf"));
        }
    }

    /** Returns what is wrong with a setting; empty if nothing is, or if the setting is unknown. */
    Optional<String> finding(ServerCheck.Expectation expected) {
        return Optional.ofNullable(values.get(expected.setting()))
                .filter(value -> !expected.isMet().test(value))
                .map(value -> "Redis has %s %s (it should be %s): %s"
                        .formatted(expected.setting(), value, expected.wanted(), expected.consequence()));
    }
}
