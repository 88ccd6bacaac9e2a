package io.promopool.redis;

import io.promopool.pool.Alert;
import io.promopool.pool.AlertLog;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Stores each alert in a hash, and the ids of all alerts in a sorted set. */
final class RedisAlertLog implements AlertLog {
    /**
     * How many lots of a type one call reads at most, the soonest to expire first. If more lots expire soon, the others
     * are read when the first have expired or have no more unspent codes.
     */
    private static final int LOTS_PER_CALL = 500;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    RedisAlertLog(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<Alert> last(int limit) {
        List<String> ids = redis.reads().read(commands -> commands.zrevrange(keys.alerts(), 0, limit - 1L));
        Map<String, CompletableFuture<Map<String, String>>> readings = new HashMap<>();
        ids.forEach(id -> readings.put(id, redis.reads().start(commands -> commands.hgetall(keys.alert(id)))));
        return ids.stream()
                .flatMap(id -> alert(id, redis.reads().await(readings.get(id))).stream())
                .toList();
    }

    /** Returns the alert with these fields; empty if it was dropped after its id was read. */
    static Optional<Alert> alert(String id, Map<String, String> fields) {
        if (!fields.containsKey("kind")) {
            return Optional.empty();
        }
        String by = fields.get("by");
        return Optional.of(new Alert(
                id,
                Alert.Kind.of(fields.get("kind")),
                fields.get("type"),
                LotEncoding.discount(fields.get("discount")),
                Long.parseLong(fields.get("level")),
                Long.parseLong(fields.get("available")),
                second(fields.get("at")),
                by.isEmpty() ? Optional.empty() : Optional.of(second(by))));
    }

    private static Instant second(String epochSecond) {
        return Instant.ofEpochSecond(Long.parseLong(epochSecond));
    }

    @Override
    public void fireExpiring(String type, long codes, Instant until) {
        String typeId = redis.reads().read(commands -> commands.hget(keys.types(), type));
        if (typeId != null) {
            List<String> args = List.of(
                    now(),
                    Long.toString(until.getEpochSecond()),
                    Long.toString(codes),
                    typeId,
                    type,
                    Integer.toString(LOTS_PER_CALL));
            redis.write(LuaScript.EXPIRING, keys.meta(), args);
        }
    }

    @Override
    public void fireRunningOut(String type, long available, Instant by, Duration soon) {
        runningOut(type, available, Long.toString(by.getEpochSecond()), Long.toString(soon.toHours()));
    }

    @Override
    public void clearRunningOut(String type) {
        runningOut(type, 0, "", "");
    }

    private void runningOut(String type, long available, String by, String hours) {
        redis.write(LuaScript.RUNNING_OUT, keys.meta(), List.of(now(), type, Long.toString(available), by, hours));
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }
}
