package io.promopool.redis;

import java.util.HashMap;
import java.util.Map;

/** What Redis says of itself in INFO. */
final class ServerInfo {
    private final Map<String, String> fields = new HashMap<>();

    ServerInfo(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
    }

    /** Valkey gives the version of Redis that it is compatible with. */
    String version() {
        return fields.getOrDefault("redis_version", "unknown");
    }

    int majorVersion() {
        String version = version();
        int dot = version.indexOf('.');
        return dot > 0 && version.substring(0, dot).chars().allMatch(Character::isDigit)
                ? Integer.parseInt(version.substring(0, dot))
                : 0;
    }

    boolean isMaster() {
        return "master".equals(fields.get("role"));
    }

    boolean isLoading() {
        return "1".equals(fields.get("loading"));
    }
}
