package io.promopool.redis.connection;

import io.lettuce.core.KeyValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.promopool.lang.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What meta says about the pool, read for one service.
 *
 * @param pool the id of the pool in Redis; empty if there is none
 * @param stop why nothing is served until a person decides
 * @param calls how many calls of the service Redis has counted
 * @param latest the latest time that the pool has seen
 */
record PoolState(Optional<String> pool, long life, Optional<LostWrites> stop, long calls, Optional<Instant> latest) {
    /** Sends the command that reads it. */
    static CompletionStage<PoolState> read(RedisAsyncCommands<String, String> redis, Writer.Term term) {
        return redis.hmget(term.meta(), "pool", "life", "stop", term.name(), "latest")
                .thenApply(PoolState::of);
    }

    private static PoolState of(List<KeyValue<String, String>> fields) {
        List<Optional<String>> values = fields.stream()
                .map(field -> Optional.ofNullable(field.getValueOrElse(null)))
                .toList();
        return new PoolState(
                values.get(0),
                Long.parseLong(values.get(1).orElse("0")),
                values.get(2).map(LostWrites::parse),
                Long.parseLong(values.get(3).orElse("0")),
                values.get(4).map(Long::parseLong).map(Instant::ofEpochSecond));
    }

    /** Returns why this is not the pool that is served; empty if it is. */
    Optional<String> otherPool(PoolIdentity expected) {
        if (pool.isEmpty()) {
            return Optional.of(
                    "Redis no longer holds pool " + expected.id() + ": it was emptied, was restarted without "
                            + "its files, or the address leads to another Redis; restore the pool, or the address");
        }
        return pool.filter(found -> !found.equals(expected.id()))
                .map(found -> "Redis holds pool " + found + ", and this service serves pool " + expected.id()
                        + ": the address leads to another Redis, or another pool was put in its place");
    }

    /**
     * Returns what Redis has lost of what it had confirmed; empty if nothing.
     *
     * @param confirmed how many calls of the term were confirmed before this was read
     */
    Optional<String> loss(Writer.Term term, long confirmed) {
        if (life > term.pool().life() || (life == term.pool().life() && calls >= confirmed)) {
            return Optional.empty();
        }
        return Optional.of(
                "Redis has lost writes that it had confirmed: life %d after life %d, %s after %d confirmed ones"
                        .formatted(life, term.pool().life(), Quantity.of(calls, "call"), confirmed));
    }

    /** Returns why nothing is served until a person decides; empty if that is not so. */
    Optional<String> stopped() {
        return stop.map(lost -> lost + "; nothing is served until a person accepts that with doctor --accept-loss");
    }
}
