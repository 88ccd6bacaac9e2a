package io.promopool.redis;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Gives the lists of lots back that are long past their date. It saves memory and decides nothing: an expired code is
 * expired by the clock, swept or not.
 */
final class Sweeper {
    /** How long after its date a lot is swept. Clocks differ; a list that is gone can't be given back to a slow one. */
    private static final Duration GRACE = Duration.ofHours(24);

    /** So that one call stays under a millisecond. */
    private static final int LOTS_PER_CALL = 100;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    Sweeper(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    /** Sweeps all types. May be repeated, and run by several services at once. */
    void sweep() {
        String upTo = Long.toString(clock.instant().minus(GRACE).getEpochSecond());
        for (String typeId : redis.reads().read(commands -> commands.hvals(keys.types()))) {
            long swept;
            do {
                List<String> args = List.of(typeId, upTo, Integer.toString(LOTS_PER_CALL));
                swept = (long) redis.write(LuaScript.SWEEP, keys.meta(), args).get(0);
            } while (swept == LOTS_PER_CALL);
        }
    }
}
