package io.promopool.redis.connection;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Has what a script wrote confirmed by replicas before its reply is passed on.
 *
 * <p>A write and {@code WAIT} are sent behind the script on its connection, for a whole batch at once. Redis waits for
 * the last write of the connection that asks; a repeat that only read, on a new connection, would be confirmed at once,
 * though what it repeats is not on any replica yet. Replicas take writes in order: one that has ours has all before it.
 */
public final class Replication {
    /**
     * Of a call's timeout. Redis does nothing else for the connection meanwhile, and up to four calls are under way.
     */
    private static final int PART_OF_TIMEOUT = 4;

    private static final String FENCE = "fence";

    private final Durability wanted;
    private final long waitMillis;

    Replication(Durability wanted, Duration timeout) {
        this.wanted = wanted;
        this.waitMillis = timeout.toMillis() / PART_OF_TIMEOUT;
    }

    /**
     * The reply, once it is confirmed. Sends what it has to at once, so that nothing comes between.
     *
     * @param meta the key of a hash, in the script's slot
     * @return fails with the reply's own fault, and with a {@link StorageException} of unknown outcome where the script
     *     ran, but that was not confirmed
     */
    <T> CompletableFuture<T> confirmed(
            CompletableFuture<T> reply, RedisAsyncCommands<String, String> redis, String meta) {
        if (wanted.replicas() == 0) {
            return reply;
        }
        CompletableFuture<Boolean> fence = Faults.inFuture(() -> redis.hset(meta, FENCE, "1"));
        CompletableFuture<Void> enough = Faults.inFuture(() -> redis.waitForReplication(wanted.replicas(), waitMillis))
                .thenCompose(this::enough);
        CompletableFuture<Void> confirmed = fence.thenCombine(enough, (written, nothing) -> nothing)
                .exceptionallyCompose(fault -> CompletableFuture.failedFuture(unknown(fault)));
        return reply.thenCombine(confirmed, (said, nothing) -> said);
    }

    /** Whether the write was done, and only its replication is in doubt. */
    public static boolean isUnconfirmed(StorageException fault) {
        return fault.getCause() instanceof UnconfirmedException;
    }

    private CompletableFuture<Void> enough(long replicas) {
        return replicas >= wanted.replicas()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new UnconfirmedException(replicas, wanted));
    }

    /** Also where the fence was refused outright: the script before it was not. */
    private static StorageException unknown(Throwable raised) {
        Throwable fault = Faults.unwrapped(raised);
        return new StorageException(Outcome.UNKNOWN, "Redis: " + fault.getMessage(), fault);
    }

    /** A write was done, but too few replicas confirmed it. To retry at once would not help. */
    private static final class UnconfirmedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnconfirmedException(long replicas, Durability wanted) {
            super("it was done, but " + replicas + " of the " + wanted.replicas()
                    + " replicas that durability.replicas asks for have confirmed it in time");
        }
    }
}
