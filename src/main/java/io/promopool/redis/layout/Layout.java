package io.promopool.redis.layout;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisLink;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What the keys in Redis are made for. It is written at the first start; a service that is set up otherwise would look
 * for codes where they are not, or read dates otherwise than they were meant, so it must not start.
 */
public final class Layout {
    private static final List<String> NAMES = List.of("layout", "shards", "buckets", "zone");
    private static final String VERSION = "1";

    private Layout() {}

    /** @throws IllegalStateException where Redis holds a pool of another layout; says which setting to change */
    public static void open(RedisLink link, Keys keys, ZoneId zone) {
        List<String> ours = List.of(VERSION, "1", Integer.toString(keys.buckets()), zone.getId());
        List<String> args = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            args.addAll(List.of(NAMES.get(i), ours.get(i)));
        }
        List<Object> theirs = link.call(LuaScript.OPEN, keys.meta(), args);
        for (int i = 0; i < NAMES.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                throw new IllegalStateException(mismatch(NAMES.get(i), ours.get(i), (String) theirs.get(i)));
            }
        }
    }

    private static String mismatch(String name, String ours, String theirs) {
        return switch (name) {
            case "buckets" ->
                "redis.buckets is " + ours + ", but the codes in Redis were stored with " + theirs
                        + "; set redis.buckets=" + theirs + " (it can't be changed later)";
            case "zone" ->
                "time.zone is " + ours + ", but the codes in Redis were uploaded with dates in " + theirs
                        + "; set time.zone=" + theirs;
            default ->
                "the codes in Redis have " + name + " " + theirs + ", this version of Promopool knows " + ours
                        + "; use a version that knows it";
        };
    }
}
