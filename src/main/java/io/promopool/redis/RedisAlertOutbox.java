package io.promopool.redis;

import static io.lettuce.core.Range.Boundary.including;
import static io.lettuce.core.Range.Boundary.unbounded;

import io.lettuce.core.Range;
import io.promopool.pool.AlertOutbox;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stores the ids of alerts that wait for delivery in a sorted set, ordered by the time at which they are due. */
final class RedisAlertOutbox implements AlertOutbox {
    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    RedisAlertOutbox(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<Delivery> take(int limit, Duration lease) {
        long now = clock.millis();
        // Reads first, because usually no alert is due, and unlike a write, a read costs no flush to disk.
        if (redis.reads().read(commands -> commands.zcount(keys.alertsDue(), Range.from(unbounded(), including(now))))
                == 0) {
            return List.of();
        }
        List<String> args = List.of(Long.toString(now), Long.toString(now + lease.toMillis()), Integer.toString(limit));
        return redis.write(LuaScript.TAKE_ALERTS, keys.meta(), args).stream()
                .flatMap(taken -> delivery((List<?>) taken).stream())
                .toList();
    }

    /** @param idAndFields id of the alert, field, value, field, value, … */
    private static Optional<Delivery> delivery(List<?> idAndFields) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < idAndFields.size(); i += 2) {
            fields.put((String) idAndFields.get(i), (String) idAndFields.get(i + 1));
        }
        Set<String> delivered = Stream.of(fields.getOrDefault("delivered", "").split(" "))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return RedisAlertLog.alert((String) idAndFields.get(0), fields)
                .map(alert -> new Delivery(alert, Integer.parseInt(fields.get("attempts")), delivered));
    }

    @Override
    public void settle(Delivery delivery) {
        settle(delivery, "");
    }

    @Override
    public void postpone(Delivery delivery, Duration wait) {
        settle(delivery, Long.toString(clock.millis() + wait.toMillis()));
    }

    private void settle(Delivery delivery, String dueAgain) {
        List<String> args = List.of(delivery.alert().id(), String.join(" ", delivery.delivered()), dueAgain);
        redis.write(LuaScript.SETTLE_ALERT, keys.meta(), args);
    }
}
