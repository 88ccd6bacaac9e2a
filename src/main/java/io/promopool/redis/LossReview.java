package io.promopool.redis;

import io.promopool.lang.Quantity;
import io.promopool.redis.connection.LostWrites;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.PoolIdentity;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.util.List;
import java.util.Optional;

/**
 * What a person must decide after Redis has lost writes that it had confirmed.
 *
 * @param url of the Redis; takes the place of the one in the settings
 * @param pool the pool in Redis
 * @param lost what is lost; empty if nothing is known to be
 */
public record LossReview(String url, StorageSettings settings, PoolIdentity pool, Optional<LostWrites> lost) {
    /**
     * Reads what is lost. Changes nothing.
     *
     * @throws io.promopool.pool.StorageException if Redis is unreachable or fails
     * @throws IllegalStateException if Redis does not hold the pool, or was set up with other settings
     */
    public static LossReview of(String url, StorageSettings settings) {
        try (RedisConnector redis = settings.connect(url)) {
            Keys keys = Keys.of(settings.redis());
            PoolIdentity pool = Layout.existing(redis, keys, settings.zone(), settings.pool());
            return new LossReview(url, settings, pool, LostWrites.read(redis.watch(), keys.meta()));
        }
    }

    /** Returns what is lost, in a sentence, and at least how many confirmed calls are gone. */
    public Optional<String> description() {
        return lost.map(loss -> loss.gone() == 0
                ? loss.toString()
                : loss + ". Gone: at least " + Quantity.of(loss.gone(), "confirmed call"));
    }

    /**
     * Accepts the loss: all services go on, with what Redis has now.
     *
     * @return false if there is nothing to accept, or Redis says something else than this review by now
     * @throws io.promopool.pool.StorageException if Redis fails; a retry is safe
     */
    public boolean accept() {
        if (lost.isEmpty()) {
            return false;
        }
        try (RedisConnector redis = settings.connect(url)) {
            List<String> args = List.of(pool.id(), lost.get().text());
            return redis.writes()
                    .call(LuaScript.ACCEPT_LOSS, Keys.of(settings.redis()).meta(), args)
                    .equals(List.of(1L));
        }
    }
}
