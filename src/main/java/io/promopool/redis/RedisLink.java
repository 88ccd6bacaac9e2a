package io.promopool.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One connection to Redis. It is made anew when it was cut, but no command is ever sent twice for that: what was
 * under way fails, and what is asked while there is no connection is refused.
 */
final class RedisLink implements AutoCloseable {
    private final StatefulRedisConnection<String, String> connection;
    private final Duration timeout;

    RedisLink(StatefulRedisConnection<String, String> connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** How long a call may take. */
    Duration timeout() {
        return timeout;
    }

    /**
     * Runs a script that answers an array.
     *
     * @param key its first key, which decides the slot
     * @return fails with a {@link StorageException}
     */
    CompletableFuture<List<Object>> run(LuaScript script, String key, List<String> args) {
        String[] keys = {key};
        String[] values = args.toArray(String[]::new);
        RedisAsyncCommands<String, String> redis = connection.async();
        return started(() -> redis.<List<Object>>evalsha(script.sha1(), ScriptOutputType.MULTI, keys, values))
                .exceptionallyCompose(raised -> Faults.isNoScript(raised)
                        ? started(() -> redis.<List<Object>>eval(script.source(), ScriptOutputType.MULTI, keys, values))
                        : CompletableFuture.failedFuture(raised))
                .exceptionallyCompose(raised -> CompletableFuture.failedFuture(Faults.of(raised)));
    }

    /** Runs a script that changes something, and waits for it. */
    List<Object> call(LuaScript script, String key, List<String> args) {
        return awaited(run(script, key, args), Faults::of);
    }

    /** Runs a script that only reads, and waits for it. */
    List<Object> read(LuaScript script, String key, List<String> args) {
        return awaited(run(script, key, args), Faults::ofRead);
    }

    /** Sends a command that only reads, and waits for it. */
    <T> T read(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        return awaited(start(command), Faults::ofRead);
    }

    /** Sends a command that only reads, without waiting: several of them share a round trip. */
    <T> CompletableFuture<T> start(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        return started(() -> command.apply(connection.async()));
    }

    /** Waits for a command of {@link #start}. */
    <T> T await(CompletableFuture<T> reading) {
        return awaited(reading, Faults::ofRead);
    }

    /** Some of lettuce's refusals are thrown, some are in the future: here all are in the future. */
    private static <T> CompletableFuture<T> started(Supplier<CompletionStage<T>> command) {
        try {
            return command.get().toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private <T> T awaited(CompletableFuture<T> future, Function<Throwable, StorageException> fault) {
        try {
            // lettuce ends each command after the timeout; twice as long is for the case that it does not.
            return future.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw fault.apply(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Outcome.UNKNOWN, "interrupted while waiting for Redis", e);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
