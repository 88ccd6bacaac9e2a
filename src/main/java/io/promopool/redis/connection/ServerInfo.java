package io.promopool.redis.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What Redis says of itself in INFO. */
public final class ServerInfo {
    private static final Pattern REPLICA = Pattern.compile("slave\\d+");

    /** Heard of within 10 s, the lag that min-replicas-max-lag allows as well. */
    private static final Pattern KEEPS_UP = Pattern.compile("state=online,.*lag=(\\d|10)$");

    private final Map<String, String> fields = new HashMap<>();

    ServerInfo(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
    }

    /** All of what Redis says of itself. */
    public static ServerInfo of(RedisLink link) {
        return new ServerInfo(link.read(redis -> redis.info()));
    }

    /** Valkey gives the version of Redis that it is compatible with. */
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

    /** 0 where it says nothing of that name. */
    public long number(String field) {
        return Long.parseLong(fields.getOrDefault(field, "0"));
    }

    boolean isMaster() {
        return "master".equals(fields.get("role"));
    }

    /** Those that are connected and not far behind; a replica that has stopped stays connected for a minute. */
    long replicas() {
        return fields.entrySet().stream()
                .filter(field -> REPLICA.matcher(field.getKey()).matches())
                .filter(field -> KEEPS_UP.matcher(field.getValue()).find())
                .count();
    }

    boolean isLoading() {
        return "1".equals(fields.get("loading"));
    }
}
