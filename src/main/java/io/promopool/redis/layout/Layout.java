package io.promopool.redis.layout;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisLink;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that the data in Redis was written with. They are stored at the first start. A service with other
 * settings would look for codes in the wrong place, or read dates in another time zone, so it must not start.
 */
public final class Layout {
    private static final List<String> NAMES = List.of("layout", "shards", "buckets", "zone");
    private static final String VERSION = "2";

    private Layout() {}

    /**
     * Stores the settings if Redis has none yet, and otherwise compares them. A retry is safe.
     *
     * @throws IllegalStateException if Redis was set up with other settings; the message says which one to change
     * @throws io.promopool.pool.StorageException if Redis does not answer, or its user lacks a right
     */
    public static void open(RedisLink link, Keys keys, ZoneId zone) {
        List<String> configured = List.of(VERSION, "1", Integer.toString(keys.buckets()), zone.getId());
        List<String> args = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            args.addAll(List.of(NAMES.get(i), configured.get(i)));
        }
        List<Object> stored = link.call(LuaScript.OPEN, keys.meta(), args);
        for (int i = 0; i < NAMES.size(); i++) {
            if (!configured.get(i).equals(stored.get(i))) {
                throw new IllegalStateException(mismatch(NAMES.get(i), configured.get(i), (String) stored.get(i)));
            }
        }
    }

    private static String mismatch(String name, String configured, String stored) {
        return switch (name) {
            case "buckets" ->
                "redis.buckets is " + configured + ", but the codes in Redis were stored with " + stored
                        + "; set redis.buckets=" + stored + " (it can't be changed later)";
            case "zone" ->
                "time.zone is " + configured + ", but the codes in Redis were uploaded with dates in " + stored
                        + "; set time.zone=" + stored;
            default ->
                "the codes in Redis were stored with " + name + " " + stored
                        + ", but this version of Promopool supports " + "only " + configured
                        + "; use the version that stored them";
        };
    }
}
