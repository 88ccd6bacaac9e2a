package io.promopool.redis.connection;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The reply to INFO: what Redis reports about itself. */
public final class ServerInfo {
    private static final Pattern REPLICA = Pattern.compile("slave\\d+");

    /** Redis heard from the replica within the last 10 s, which is also the default of min-replicas-max-lag. */
    private static final Pattern IS_UP_TO_DATE = Pattern.compile("state=online,.*lag=(\\d|10)$");

    private final Map<String, String> fields = new HashMap<>();

    ServerInfo(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
    }

    /**
     * Reads all sections.
     *
     * @throws io.promopool.pool.StorageException if Redis does not answer
     */
    public static ServerInfo of(RedisLink link) {
        return new ServerInfo(link.read(redis -> redis.info()));
    }

    /**
     * Reads the sections that a health check needs. This costs Redis less than all sections.
     *
     * @throws io.promopool.pool.StorageException if Redis does not answer
     */
    static ServerInfo forCheck(RedisLink link) {
        CommandArgs<String, String> sections = new CommandArgs<>(StringCodec.UTF8);
        List.of("server", "replication", "persistence", "stats", "memory").forEach(sections::add);
        return new ServerInfo(
                link.read(redis -> redis.dispatch(CommandType.INFO, new ValueOutput<>(StringCodec.UTF8), sections)));
    }

    /** Returns a field; empty if Redis does not report it. */
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Returns whether a field has this value. A field that Redis does not report has none. */
    boolean is(String name, String value) {
        return value.equals(fields.get(name));
    }

    boolean isCluster() {
        return is("redis_mode", "cluster") || is("cluster_enabled", "1");
    }

    /** Returns the version of Redis. Valkey reports the version that it is compatible with. */
    public String version() {
        return fields.getOrDefault("redis_version", "unknown");
    }

    int majorVersion() {
        String version = version();
        int dot = version.indexOf('.');
        return dot > 0 && version.substring(0, dot).chars().allMatch(Character::isDigit)
                ? Integer.parseInt(version.substring(0, dot))
                : 0;
    }

    /** Returns a numeric field; 0 if Redis does not report it. */
    public long number(String field) {
        return Long.parseLong(fields.getOrDefault(field, "0"));
    }

    boolean isMaster() {
        return is("role", "master");
    }

    /**
     * Counts the replicas that are online and up to date. A connection alone proves nothing: a replica that froze stays
     * connected for a minute.
     */
    long replicas() {
        return fields.entrySet().stream()
                .filter(field -> REPLICA.matcher(field.getKey()).matches())
                .filter(field -> IS_UP_TO_DATE.matcher(field.getValue()).find())
                .count();
    }

    boolean isLoading() {
        return is("loading", "1");
    }
}
