package io.promopool.redis.connection;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One connection to Redis. It is made anew when it was cut, but no command is ever sent twice for that: what was
 * under way fails, and what is asked while there is no connection is refused.
 */
public final class RedisLink implements AutoCloseable {
    private static final RedisCodec<String, String> CODEC = StringCodec.UTF8;

    private final StatefulRedisConnection<String, String> connection;
    private final Duration timeout;
    private final Replication replication;
    private final RedisListener listener;

    /** @param replication to be waited for after each script */
    RedisLink(
            StatefulRedisConnection<String, String> connection,
            Duration timeout,
            Replication replication,
            RedisListener listener) {
        this.connection = connection;
        this.timeout = timeout;
        this.replication = replication;
        this.listener = listener;
    }

    /** How long a call may take. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Runs a script that answers an array.
     *
     * @param key its first key, which decides the slot
     * @return fails with a {@link StorageException}
     */
    public CompletableFuture<List<Object>> run(LuaScript script, String key, List<String> args) {
        return run(script, key, args, List.of());
    }

    /**
     * The same.
     *
     * @param more arguments that come after the others, as {@link #bytes}
     */
    public CompletableFuture<List<Object>> run(LuaScript script, String key, List<String> args, List<byte[]> more) {
        long sentNanos = System.nanoTime();
        CompletableFuture<List<Object>> reply = run(CommandType.EVALSHA, script.sha1(), key, args, more)
                .exceptionallyCompose(raised -> Faults.isNoScript(raised)
                        ? run(CommandType.EVAL, script.source(), key, args, more)
                        : CompletableFuture.failedFuture(raised))
                .exceptionallyCompose(raised -> CompletableFuture.failedFuture(Faults.of(raised)));
        return heard(script.name(), sentNanos, reply);
    }

    private <T> CompletableFuture<T> heard(String call, long sentNanos, CompletableFuture<T> reply) {
        return reply.whenComplete((said, fault) -> {
            if (fault == null) {
                listener.answered(call, System.nanoTime() - sentNanos);
            } else {
                listener.failed(call);
            }
        });
    }

    /** Arguments go as bytes: of each string lettuce would make a buffer of its own, a third of the cost of a batch. */
    private CompletableFuture<List<Object>> run(
            CommandType how, String script, String key, List<String> args, List<byte[]> more) {
        CommandArgs<String, String> encoded =
                new CommandArgs<>(CODEC).add(bytes(script)).add(1).add(bytes(key));
        args.forEach(arg -> encoded.add(bytes(arg)));
        more.forEach(encoded::add);
        CompletableFuture<List<Object>> reply =
                Faults.inFuture(() -> connection.async().dispatch(how, new NestedMultiOutput<>(CODEC), encoded));
        return replication.confirmed(reply, connection.async(), key);
    }

    /** An argument as it is sent. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Runs a script that changes something, and waits for it. */
    public List<Object> call(LuaScript script, String key, List<String> args) {
        return awaited(run(script, key, args), Faults::of);
    }

    /** Runs a script that only reads, and waits for it. */
    public List<Object> read(LuaScript script, String key, List<String> args) {
        return awaited(run(script, key, args), Faults::ofRead);
    }

    /** Sends a command that only reads, and waits for it. */
    public <T> T read(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        return awaited(start(command), Faults::ofRead);
    }

    /** Sends a command that only reads, without waiting: several of them share a round trip. */
    public <T> CompletableFuture<T> start(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        long sentNanos = System.nanoTime();
        return heard(RedisListener.COMMAND, sentNanos, Faults.inFuture(() -> command.apply(connection.async())));
    }

    /** For so long Redis does not begin with anything that may write, from whomever; reading goes on. */
    public void holdWrites(Duration time) {
        client("PAUSE", Long.toString(time.toMillis()), "WRITE");
    }

    /** Ends {@link #holdWrites}. */
    public void releaseWrites() {
        client("UNPAUSE");
    }

    private void client(String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(CODEC);
        List.of(words).forEach(args::add);
        read(redis -> redis.dispatch(CommandType.CLIENT, new StatusOutput<>(CODEC), args));
    }

    /** Waits for a command of {@link #start}. */
    public <T> T await(CompletableFuture<T> reading) {
        return awaited(reading, Faults::ofRead);
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
