package io.promopool.redis;

import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.time.InstantSource;

/**
 * Starts a sweep at once, for tests of other packages. This class is here, and not in a package for tests, because
 * {@link Sweeper} is visible in this package only.
 */
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
        new Sweeper(redis, keys, clock).sweep();
    }
}
