package io.promopool.redis.connection;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Passes on a script's reply only after enough replicas have confirmed what the script wrote.
 *
 * <p>A {@code WAIT} follows each script on the same connection, once for a whole batch. It waits only for the last
 * write of its own connection. Each script ends with a write, the count of its service's calls, although a repeated
 * claim changes nothing else: without it, {@code WAIT} on a new connection would confirm at once a claim whose record
 * is on no replica yet. Replicas apply writes in order, so a replica that has the last write has every write before it.
 */
public final class Replication {
    /**
     * {@code WAIT} can take a quarter of a call's timeout. It blocks the connection, and up to four calls are in flight
     * on it.
     */
    private static final int TIMEOUT_DIVISOR = 4;

    private final Durability required;
    private final long waitMillis;

    Replication(Durability required, Duration timeout) {
        this.required = required;
        this.waitMillis = timeout.toMillis() / TIMEOUT_DIVISOR;
    }

    /**
     * Returns the reply, once enough replicas have confirmed it. Sends {@code WAIT} before it returns.
     *
     * @return the reply. Fails with the script's own error, or, if the script ran but was not confirmed, with a {@link
     *     StorageException} of unknown outcome
     */
    <T> CompletableFuture<T> confirmed(CompletableFuture<T> reply, RedisAsyncCommands<String, String> redis) {
        if (required.replicas() == 0) {
            return reply;
        }
        CompletableFuture<Void> confirmed = Faults.inFuture(
                        () -> redis.waitForReplication(required.replicas(), waitMillis))
                .thenCompose(this::requireEnough)
                .exceptionallyCompose(fault -> CompletableFuture.failedFuture(unknown(fault)));
        return reply.thenCombine(confirmed, (answer, nothing) -> answer);
    }

    /** Returns whether the write was made, and only its replication is unconfirmed. */
    public static boolean isUnconfirmed(StorageException fault) {
        return fault.getCause() instanceof UnconfirmedException;
    }

    private CompletableFuture<Void> requireEnough(long replicas) {
        return replicas >= required.replicas()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new UnconfirmedException(replicas, required));
    }

    /** The outcome is unknown even if Redis refused {@code WAIT}, because the script before it might have run. */
    private static StorageException unknown(Throwable raised) {
        Throwable fault = Faults.unwrapped(raised);
        return new StorageException(Outcome.UNKNOWN, "Redis: " + fault.getMessage(), fault);
    }

    /** A write was made, but too few replicas confirmed it. An immediate retry would not help. */
    private static final class UnconfirmedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnconfirmedException(long replicas, Durability required) {
            super("the write was made, but too few replicas confirmed it in time: " + replicas
                    + " (durability.replicas requires " + required.replicas() + ")");
        }
    }
}
