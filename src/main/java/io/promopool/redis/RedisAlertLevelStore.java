package io.promopool.redis;

import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLevels;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Stores the levels of a type in the type's hash, and the service's levels in the hash {@code meta}. */
final class RedisAlertLevelStore implements AlertLevelStore {
    /** The prefix of the fields of discounts; see alerts.lua. */
    private static final String DISCOUNT_PREFIX = "alert:";

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    RedisAlertLevelStore(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void setServiceLevels(AlertLevels levels) {
        boolean changed = setLevels("", "", Long.toString(levels.warning()), Long.toString(levels.alarm()));
        if (changed) {
            redis.reads().read(commands -> commands.hkeys(keys.types())).forEach(type -> setLevels(type, "", "", ""));
        }
    }

    @Override
    public boolean setLevels(String type, OptionalInt discount, AlertLevels levels) {
        return setLevels(
                type,
                LotEncoding.discountText(discount),
                Long.toString(levels.warning()),
                Long.toString(levels.alarm()));
    }

    /** If the levels are empty, the type keeps its levels and is armed again. */
    private boolean setLevels(String type, String discount, String warning, String alarm) {
        String now = Long.toString(clock.instant().getEpochSecond());
        List<Object> reply =
                redis.write(LuaScript.SET_LEVELS, keys.meta(), List.of(now, warning, alarm, type, discount));
        return (long) reply.get(0) == 1;
    }

    @Override
    public Optional<TypeLevels> levelsOf(String type) {
        return Optional.ofNullable(redis.reads().read(commands -> commands.hget(keys.types(), type)))
                .map(id -> redis.reads().read(commands -> commands.hgetall(keys.type(id))))
                .map(RedisAlertLevelStore::levels);
    }

    private static TypeLevels levels(Map<String, String> typeFields) {
        Map<Integer, AlertLevels> ofDiscounts = new TreeMap<>();
        typeFields.forEach((field, alert) -> {
            if (field.startsWith(DISCOUNT_PREFIX)) {
                int discount = Integer.parseInt(field.substring(DISCOUNT_PREFIX.length()));
                StockReader.levels(alert).ifPresent(levels -> ofDiscounts.put(discount, levels));
            }
        });
        return new TypeLevels(StockReader.levels(typeFields.getOrDefault("alert", "")), ofDiscounts);
    }
}
