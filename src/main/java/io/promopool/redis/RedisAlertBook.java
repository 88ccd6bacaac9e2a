package io.promopool.redis;

import static io.lettuce.core.Range.Boundary.including;
import static io.lettuce.core.Range.Boundary.unbounded;

import io.lettuce.core.Range;
import io.promopool.pool.Alert;
import io.promopool.pool.AlertBook;
import io.promopool.pool.AlertLevels;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The levels of alerts and the alerts, beside the counters of types. */
final class RedisAlertBook implements AlertBook {
    /** Lots that are looked at for one type; more that expire soon are seen when these have alerted. */
    private static final int LOTS_PER_CALL = 500;

    private static final String OF_DISCOUNT = "alert:";

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    RedisAlertBook(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void setServiceLevels(AlertLevels levels) {
        boolean changed = setLevels("", "", Long.toString(levels.warning()), Long.toString(levels.alarm()));
        if (changed) {
            redis.reads().read(commands -> commands.hkeys(keys.types())).forEach(this::armAnew);
        }
    }

    /** Arms what is to be armed with the codes that a type has now. Fires nothing. */
    void armAnew(String type) {
        setLevels(type, "", "", "");
    }

    @Override
    public boolean setLevels(String type, OptionalInt discount, AlertLevels levels) {
        String of = discount.isPresent() ? Integer.toString(discount.getAsInt()) : "";
        return setLevels(type, of, Long.toString(levels.warning()), Long.toString(levels.alarm()));
    }

    private boolean setLevels(String type, String discount, String warning, String alarm) {
        return (long) call(LuaScript.SET_LEVELS, now(), warning, alarm, type, discount)
                        .get(0)
                == 1;
    }

    @Override
    public Optional<TypeLevels> levelsOf(String type) {
        return typeId(type)
                .map(id -> redis.reads().read(commands -> commands.hgetall(keys.type(id))))
                .map(RedisAlertBook::levels);
    }

    private static TypeLevels levels(Map<String, String> typeFields) {
        Map<Integer, AlertLevels> ofDiscounts = new TreeMap<>();
        typeFields.forEach((field, alert) -> {
            if (field.startsWith(OF_DISCOUNT)) {
                int discount = Integer.parseInt(field.substring(OF_DISCOUNT.length()));
                StockReader.levels(alert).ifPresent(set -> ofDiscounts.put(discount, set));
            }
        });
        return new TypeLevels(StockReader.levels(typeFields.getOrDefault("alert", "")), ofDiscounts);
    }

    @Override
    public void fireExpiring(String type, long codes, Instant until) {
        typeId(type)
                .ifPresent(id -> call(
                        LuaScript.EXPIRING,
                        now(),
                        Long.toString(until.getEpochSecond()),
                        Long.toString(codes),
                        id,
                        type,
                        Integer.toString(LOTS_PER_CALL)));
    }

    private Optional<String> typeId(String type) {
        return Optional.ofNullable(redis.reads().read(commands -> commands.hget(keys.types(), type)));
    }

    @Override
    public void fireRunningOut(String type, long available, Instant by, Duration soon) {
        runningOut(type, available, Long.toString(by.getEpochSecond()), Long.toString(soon.toHours()));
    }

    @Override
    public void isNotRunningOut(String type) {
        runningOut(type, 0, "", "");
    }

    private void runningOut(String type, long available, String by, String hours) {
        call(LuaScript.RUNNING_OUT, now(), type, Long.toString(available), by, hours);
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

    /** Empty where it was dropped since its id was read. */
    private static Optional<Alert> alert(String id, Map<String, String> fields) {
        if (!fields.containsKey("kind")) {
            return Optional.empty();
        }
        String discount = fields.get("discount");
        String by = fields.get("by");
        return Optional.of(new Alert(
                id,
                Alert.Kind.of(fields.get("kind")),
                fields.get("type"),
                discount.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(discount)),
                Long.parseLong(fields.get("level")),
                Long.parseLong(fields.get("available")),
                second(fields.get("at")),
                by.isEmpty() ? Optional.empty() : Optional.of(second(by))));
    }

    private static Instant second(String epochSecond) {
        return Instant.ofEpochSecond(Long.parseLong(epochSecond));
    }

    @Override
    public List<Delivery> take(int limit, Duration lease) {
        long now = clock.millis();
        // Mostly there are none, and to look is no write.
        if (redis.reads().read(commands -> commands.zcount(keys.alertsDue(), Range.from(unbounded(), including(now))))
                == 0) {
            return List.of();
        }
        List<Object> taken = call(
                LuaScript.TAKE_ALERTS,
                Long.toString(now),
                Long.toString(now + lease.toMillis()),
                Integer.toString(limit));
        return taken.stream().flatMap(told -> delivery((List<?>) told).stream()).toList();
    }

    private static Optional<Delivery> delivery(List<?> told) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < told.size(); i += 2) {
            fields.put((String) told.get(i), (String) told.get(i + 1));
        }
        Set<String> delivered = Stream.of(fields.getOrDefault("delivered", "").split(" "))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        return alert((String) told.get(0), fields)
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
        call(LuaScript.SETTLE_ALERT, delivery.alert().id(), String.join(" ", delivery.delivered()), dueAgain);
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private List<Object> call(LuaScript script, String... args) {
        Stream<String> deadline =
                Stream.of(redis.time().deadlineAfter(redis.writes().timeout()));
        return redis.writes()
                .call(
                        script,
                        keys.meta(),
                        Stream.concat(deadline, Stream.of(args)).toList());
    }
}
