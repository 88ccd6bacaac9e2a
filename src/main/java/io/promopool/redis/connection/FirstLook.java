package io.promopool.redis.connection;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.promopool.pool.StorageException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at the pool on each new connection, before anything that was read over it is used: the connection may lead to
 * another Redis than the one before. The look travels in front of the first reads, so they don't wait for it.
 */
final class FirstLook {
    private final Writer writer;
    private final LongSupplier connectionsOpened;
    private volatile long seen = -1;

    /** @param connectionsOpened grows before a new connection is used; of any link, which costs one look too many */
    FirstLook(Writer writer, LongSupplier connectionsOpened) {
        this.writer = writer;
        this.connectionsOpened = connectionsOpened;
    }

    /** Sends a command that reads. Its reply fails with outcome "none" if the connection leads to another pool. */
    <T> CompletableFuture<T> before(RedisAsyncCommands<String, String> redis, Supplier<CompletableFuture<T>> command) {
        long opened = connectionsOpened.getAsLong();
        Optional<Writer.Term> term = writer.term();
        if (opened == seen || term.isEmpty()) {
            return command.get();
        }
        CompletableFuture<Void> look = Faults.inFuture(() -> PoolState.read(redis, term.get()))
                .thenAccept(state -> {
                    PoolIdentity pool = term.get().pool();
                    Optional<String> reason = state.otherPool(pool).or(state::stopped);
                    if (reason.isPresent()) {
                        throw StorageException.refused(reason.get(), null);
                    }
                    seen = opened;
                });
        return look.thenCombine(command.get(), (right, reply) -> reply);
    }
}
