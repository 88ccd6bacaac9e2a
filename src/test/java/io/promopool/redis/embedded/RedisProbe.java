package io.promopool.redis.embedded;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tests of the launcher see from outside: a Redis through its url, a process through the system. */
final class RedisProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String KEY = "probe";

    private RedisProbe() {}

    static <T> T ask(String url, Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(url);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    static void put(String url, String value) {
        ask(url, commands -> commands.set(KEY, value));
    }

    /** Stores so many keys, and has Redis rewrite its file: while it loads such a one it answers more often. */
    static void fill(String url, int keys) {
        ask(url, commands -> {
            commands.eval("for i = 1, ARGV[1] do redis.call('SET', 'key-' .. i, i) end", ScriptOutputType.STATUS,
                    new String[] {}, Integer.toString(keys));
            commands.bgrewriteaof();
            await("a rewritten file", () -> commands.info("persistence").matches("(?s).*aof_base_size:[1-9].*"));
            return keys;
        });
    }

    static Optional<String> find(String url) {
        return Optional.ofNullable(ask(url, commands -> commands.get(KEY)));
    }

    static String get(String url) {
        return find(url).orElse("nothing");
    }

    static boolean answers(String url) {
        try {
            return "PONG".equals(ask(url, RedisCommands::ping));
        } catch (RedisException e) {
            return false;
        }
    }

    static String messages(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                .map(String::valueOf)
                .collect(Collectors.joining(" / "));
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** A zombie has no arguments, and is gone. */
    static boolean isGone(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().arguments()).isEmpty();
    }

    static void freeze(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
    }

    /** Those that were started on a configuration in that folder or below. */
    static List<Long> processesIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(folder.toString()) && argument.endsWith(".conf")))
                .map(ProcessHandle::pid)
                .toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + DEADLINE + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
