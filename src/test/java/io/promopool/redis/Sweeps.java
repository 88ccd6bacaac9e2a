package io.promopool.redis;

import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.time.InstantSource;

/** Sweeps that do not wait for their time, for tests of other packages. */
public final class Sweeps {
    private Sweeps() {}

    /** @param clock what time it is taken to be */
    public static void run(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis =
                RedisConnector.connect(url, settings.redis().timeout(), settings.durability(), RedisListener.NONE)) {
            new RedisHealth(redis, settings.durability(), clock).sampleTime();
            Layout.open(redis, Keys.of(settings.redis()), settings.zone(), settings.pool());
            new Sweeper(redis, Keys.of(settings.redis()), clock).sweep();
        }
    }
}
