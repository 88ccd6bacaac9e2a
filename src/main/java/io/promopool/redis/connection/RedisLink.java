package io.promopool.redis.connection;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.promopool.lang.OncePerMinute;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis. If it breaks, lettuce reconnects, but never sends a command twice: commands in flight fail,
 * and commands that are sent while the connection is down are refused. Safe for any number of threads.
 */
public final class RedisLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final RedisCodec<String, String> CODEC = StringCodec.UTF8;

    private final StatefulRedisConnection<String, String> connection;
    private final Duration timeout;
    private final Replication replication;
    private final RedisListener listener;
    private final Checks checks;
    private final OncePerMinute failures = new OncePerMinute();

    /**
     * What is asked and told before and after each call.
     *
     * @param refusal why nothing may be sent now; see {@link Guard}
     * @param writer makes the heads of scripts that write, and counts their confirmed calls
     * @param firstLook at each new connection, before anything that was read over it is used
     * @param reconnect run when Redis turns out to have lost writes
     */
    record Checks(
            Supplier<Optional<StorageException>> refusal,
            Writer writer,
            Optional<FirstLook> firstLook,
            Runnable reconnect) {}

    /** @param replication confirms every script's writes before its reply is passed on */
    RedisLink(
            StatefulRedisConnection<String, String> connection,
            Duration timeout,
            Replication replication,
            RedisListener listener,
            Checks checks) {
        this.connection = connection;
        this.timeout = timeout;
        this.replication = replication;
        this.listener = listener;
        this.checks = checks;
    }

    /** Returns how long a call may take. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Runs a script that replies with an array. Does not block. If Redis does not know the script yet, it is sent in
     * full.
     *
     * @param key the script's first key, which decides the slot of a Redis Cluster
     * @param args the arguments; if the script has a head, those behind its first four, which are added here
     * @return the reply; fails with a {@link StorageException} whose outcome says whether the script might have run
     */
    public CompletableFuture<List<Object>> run(LuaScript script, String key, List<String> args) {
        return run(script, key, args, List.of());
    }

    /**
     * The same, with further arguments that are encoded already.
     *
     * @param more arguments behind {@code args}, as {@link #bytes} encodes them
     */
    public CompletableFuture<List<Object>> run(LuaScript script, String key, List<String> args, List<byte[]> more) {
        Optional<StorageException> refused = checks.refusal().get();
        if (refused.isPresent()) {
            return CompletableFuture.failedFuture(refused.get());
        }
        if (!script.hasHead()) {
            return checks.firstLook()
                    .map(look -> look.before(connection.async(), () -> send(script, key, args, more)))
                    .orElseGet(() -> send(script, key, args, more));
        }
        try {
            return run(checks.writer().call(), script, key, args, more);
        } catch (StorageException notOpen) {
            return CompletableFuture.failedFuture(notOpen);
        }
    }

    /** Runs a script for a call that was begun. */
    CompletableFuture<List<Object>> run(
            Writer.Call call, LuaScript script, String key, List<String> args, List<byte[]> more) {
        List<String> all = new ArrayList<>(call.head().size() + args.size());
        all.addAll(call.head());
        all.addAll(args);
        return send(script, key, all, more).whenComplete((reply, fault) -> ended(script, call, fault));
    }

    /** Counts a call that Redis has replied to. */
    private void ended(LuaScript script, Writer.Call call, Throwable fault) {
        if (fault == null && script.isConfirmable()) {
            call.confirmed();
        } else if (fault == null || !Faults.mayRunLater(fault)) {
            call.answered();
        }
        if (fault != null && Faults.firstWord(fault).equals("ROLLBACK")) {
            checks.reconnect().run();
        }
    }

    private CompletableFuture<List<Object>> send(LuaScript script, String key, List<String> args, List<byte[]> more) {
        long sentNanos = System.nanoTime();
        CompletableFuture<List<Object>> reply = run(CommandType.EVALSHA, script.sha1(), key, args, more)
                .exceptionallyCompose(raised -> Faults.isNoScript(raised)
                        ? run(CommandType.EVAL, script.source(), key, args, more)
                        : CompletableFuture.failedFuture(raised))
                .exceptionallyCompose(raised -> CompletableFuture.failedFuture(Faults.of(raised)));
        return reported(script.name(), sentNanos, reply);
    }

    private <T> CompletableFuture<T> reported(String call, long sentNanos, CompletableFuture<T> reply) {
        return reply.whenComplete((answer, fault) -> {
            if (fault == null) {
                listener.answered(call, System.nanoTime() - sentNanos);
            } else {
                listener.failed(call);
                log(call, Faults.of(fault));
            }
        });
    }

    /** A call fails with every request while Redis is unavailable or overloaded. */
    private void log(String call, StorageException fault) {
        failures.run(call, repeated -> log.warn("the call {} failed: {}{}", call, fault.getMessage(), repeated));
    }

    /**
     * Arguments are sent as bytes. lettuce would allocate a buffer for each string, which costs a third of a whole
     * batch.
     */
    private CompletableFuture<List<Object>> run(
            CommandType command, String script, String key, List<String> args, List<byte[]> more) {
        CommandArgs<String, String> encoded =
                new CommandArgs<>(CODEC).add(bytes(script)).add(1).add(bytes(key));
        args.forEach(arg -> encoded.add(bytes(arg)));
        more.forEach(encoded::add);
        CompletableFuture<List<Object>> reply =
                Faults.inFuture(() -> connection.async().dispatch(command, new NestedMultiOutput<>(CODEC), encoded));
        return replication.confirmed(reply, connection.async());
    }

    /** Encodes an argument as it is sent: UTF-8. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Runs a script that changes something, and waits for its reply.
     *
     * @throws StorageException if the call fails; its outcome says whether the script might have run
     */
    public List<Object> call(LuaScript script, String key, List<String> args) {
        return awaited(run(script, key, args), Faults::of);
    }

    /**
     * Runs a script that only reads, and waits for its reply.
     *
     * @throws StorageException if the call fails
     */
    public List<Object> read(LuaScript script, String key, List<String> args) {
        return awaited(run(script, key, args), Faults::ofRead);
    }

    /**
     * Sends a command that only reads, and waits for its reply.
     *
     * @throws StorageException if the call fails
     */
    public <T> T read(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        return awaited(start(command), Faults::ofRead);
    }

    /** Sends a command that only reads, and does not wait, so that several commands can share a round trip. */
    public <T> CompletableFuture<T> start(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        Optional<StorageException> refused = checks.refusal().get();
        if (refused.isPresent()) {
            return CompletableFuture.failedFuture(refused.get());
        }
        return checks.firstLook()
                .map(look -> look.before(connection.async(), () -> sendRead(command)))
                .orElseGet(() -> sendRead(command));
    }

    private <T> CompletableFuture<T> sendRead(
            Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command) {
        long sentNanos = System.nanoTime();
        return reported(RedisListener.COMMAND, sentNanos, Faults.inFuture(() -> command.apply(connection.async())));
    }

    /**
     * Makes Redis delay the writes of all clients until {@link #resumeWrites}, or for this time at most. Reads go on. A
     * second call restarts the time.
     */
    public void pauseWrites(Duration time) {
        client("PAUSE", Long.toString(time.toMillis()), "WRITE");
    }

    /** Ends {@link #pauseWrites}. */
    public void resumeWrites() {
        client("UNPAUSE");
    }

    private void client(String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(CODEC);
        List.of(words).forEach(args::add);
        read(redis -> redis.dispatch(CommandType.CLIENT, new StatusOutput<>(CODEC), args));
    }

    /**
     * Waits for the reply to a command that {@link #start} sent.
     *
     * @throws StorageException if the command failed
     */
    public <T> T await(CompletableFuture<T> reading) {
        return awaited(reading, Faults::ofRead);
    }

    private <T> T awaited(CompletableFuture<T> future, Function<Throwable, StorageException> fault) {
        try {
            // lettuce ends each command after the timeout. Twice the timeout is a safety net, should it fail to.
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
