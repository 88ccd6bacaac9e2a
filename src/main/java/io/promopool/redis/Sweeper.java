package io.promopool.redis;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Frees the lists of lots that expired long ago. This only saves memory. The clock alone decides whether a code has
 * expired, swept or not.
 */
final class Sweeper {
    /**
     * How long after its expiration date a lot is swept. Clocks differ, and a list that was freed can't be restored for
     * a service whose clock is slow.
     */
    private static final Duration GRACE = Duration.ofHours(24);

    /** Keeps one call under a millisecond. */
    private static final int LOTS_PER_CALL = 100;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    Sweeper(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Sweeps all types. Several services may do so at once, and a retry is safe.
     *
     * @throws io.promopool.pool.StorageException if Redis fails; some types might be swept and others not
     */
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
