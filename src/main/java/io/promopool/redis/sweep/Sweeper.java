package io.promopool.redis.sweep;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Frees the lists of lots that expired long ago, which only saves memory. It goes by the latest time that the pool has
 * seen, because one wrong clock must not free the lists of valid lots. If that happened all the same, {@link Rebuild}
 * undoes it.
 */
public final class Sweeper {
    /** How long after its expiration date a lot is swept, so that small errors of clocks cause no rebuild. */
    private static final Duration GRACE = Duration.ofHours(24);

    /** Keeps one call under a millisecond. */
    private static final int LOTS_PER_CALL = 100;

    private final RedisConnector redis;
    private final Keys keys;
    private final Rebuild rebuild;

    public Sweeper(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.rebuild = new Rebuild(redis, keys, clock);
    }

    /**
     * Rebuilds the lots that were swept although their dates lie ahead, then sweeps all types. Several services may do
     * so at once, and a retry is safe.
     *
     * @throws io.promopool.pool.StorageException if Redis fails; some lots might be done and others not
     */
    public void sweep() {
        rebuild.run();
        String grace = Long.toString(GRACE.toSeconds());
        for (String typeId : redis.reads().read(commands -> commands.hvals(keys.types()))) {
            long swept;
            do {
                List<String> args = List.of(typeId, grace, Integer.toString(LOTS_PER_CALL));
                swept = (long) redis.write(LuaScript.SWEEP, keys.meta(), args).get(0);
            } while (swept == LOTS_PER_CALL);
        }
    }
}
