package io.promopool.redis.testing;

import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import io.promopool.redis.sweep.Sweeper;
import java.time.InstantSource;
import java.util.List;

/** Starts a sweep at once, as of a time that the pool is made to believe. */
public final class Sweeps {
    private Sweeps() {}

    /** @param clock the present time for the sweep */
    public static void run(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis =
                RedisConnector.connect(url, settings.redis().timeout(), settings.durability(), RedisListener.NONE)) {
            new RedisHealth(redis, settings.durability(), clock).sampleTime();
            Layout.open(redis, Keys.of(settings.redis()), settings.zone(), settings.pool());
            run(redis, Keys.of(settings.redis()), clock);
        }
    }

    public static void run(RedisConnector redis, Keys keys, InstantSource clock) {
        String now = Long.toString(clock.instant().getEpochSecond());
        redis.write(LuaScript.LATEST, keys.meta(), List.of(now, Long.toString(Long.MAX_VALUE)));
        new Sweeper(redis, keys, clock).sweep();
    }
}
