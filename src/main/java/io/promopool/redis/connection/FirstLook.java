package io.promopool.redis.connection;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.promopool.pool.StorageException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at the pool on each new connection, before anything that was read over it is used: the connection may lead to
 * another Redis than the one before, or to an old copy. The look travels in front of the first reads, so they don't
 * wait for it.
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

    /**
     * Sends a command that reads. Its reply fails with outcome "none" if the connection leads to another pool, or to
     * one that has lost writes. If a new connection was opened meanwhile, it might be the one that was read over: then
     * the command is sent again.
     */
    <T> CompletableFuture<T> before(RedisAsyncCommands<String, String> redis, Supplier<CompletableFuture<T>> command) {
        long opened = connectionsOpened.getAsLong();
        Optional<Writer.Term> term = writer.term();
        if (term.isEmpty()) {
            return command.get();
        }
        CompletableFuture<T> reply = opened == seen
                ? command.get()
                : look(redis, term.get(), opened).thenCombine(command.get(), (right, r) -> r);
        return reply.thenCompose(read -> connectionsOpened.getAsLong() == opened
                ? CompletableFuture.completedFuture(read)
                : before(redis, command));
    }

    private CompletableFuture<Void> look(RedisAsyncCommands<String, String> redis, Writer.Term term, long opened) {
        long confirmed = writer.confirmed(term);
        return Faults.inFuture(() -> PoolState.read(redis, term)).thenAccept(state -> {
            Optional<String> reason = state.otherPool(term.pool())
                    .or(state::stopped)
                    .or(() -> state.loss(term, confirmed).filter(loss -> term.onRollback() == OnRollback.STOP));
            if (reason.isPresent()) {
                throw StorageException.refused(reason.get(), null);
            }
            seen = opened;
        });
    }
}
