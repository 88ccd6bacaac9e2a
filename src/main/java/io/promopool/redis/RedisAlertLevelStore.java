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

/** The levels of alerts, in the hash of the type; the service's own in meta. */
final class RedisAlertLevelStore implements AlertLevelStore {
    /** How the fields of discounts begin; see alerts.lua. */
    private static final String OF_DISCOUNT = "alert:";

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

    /** With empty levels the type keeps its levels and is armed again. */
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
            if (field.startsWith(OF_DISCOUNT)) {
                int discount = Integer.parseInt(field.substring(OF_DISCOUNT.length()));
                StockReader.levels(alert).ifPresent(levels -> ofDiscounts.put(discount, levels));
            }
        });
        return new TypeLevels(StockReader.levels(typeFields.getOrDefault("alert", "")), ofDiscounts);
    }
}
