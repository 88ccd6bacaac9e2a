package io.promopool.redis.embedded.testing;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.promopool.testing.Await;
import io.promopool.testing.BundledRedis;
import io.promopool.testing.RedisCall;
import io.promopool.testing.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Observes an embedded Redis from outside: the server through its URL, its process through the system. */
public final class RedisProbe {
    /** The beginning of a transaction, as a power cut leaves it in the append-only file. */
    public static final String TORN_WRITE = "*1\r\n$5\r\nMULTI\r\n"
            + "*4\r\n$4\r\nHSET\r\n$12\r\npp:{0}:types\r\n$4\r\ntorn\r\n$1\r\n9\r\n*3\r\n$4\r\nHS";

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String KEY = "probe";

    private RedisProbe() {}

    public static void put(String url, String value) {
        RedisCall.ask(url, commands -> commands.set(KEY, value));
    }

    /**
     * Stores this many keys, and makes Redis rewrite its file. While Redis loads a rewritten file, it answers more
     * often.
     */
    public static void fill(String url, int keys) {
        RedisCall.ask(url, commands -> {
            commands.eval(
                    "for i = 1, ARGV[1] do redis.call('SET', 'key-' .. i, i) end",
                    ScriptOutputType.STATUS,
                    new String[] {},
                    Integer.toString(keys));
            commands.bgrewriteaof();
            await("a rewritten file", () -> commands.info("persistence").matches("(?s).*aof_base_size:[1-9].*"));
            return keys;
        });
    }

    public static Optional<String> find(String url) {
        return Optional.ofNullable(RedisCall.ask(url, commands -> commands.get(KEY)));
    }

    public static String get(String url) {
        return find(url).orElse("nothing");
    }

    public static boolean answers(String url) {
        try {
            return "PONG".equals(RedisCall.ask(url, RedisCommands::ping));
        } catch (RedisException e) {
            return false;
        }
    }

    public static String messages(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                .map(String::valueOf)
                .collect(Collectors.joining(" / "));
    }

    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** A zombie has no arguments, and counts as ended. */
    public static boolean hasEnded(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .isEmpty();
    }

    public static void freeze(long pid) {
        ServerProcess.signal("STOP", pid);
    }

    /** The servers that were started with a configuration in that folder or below. */
    public static List<Long> processesIn(Path folder) {
        return BundledRedis.processesIn(folder).stream().map(ProcessHandle::pid).toList();
    }

    public static void await(String what, Await.Condition condition) {
        Await.until(what, DEADLINE, condition);
    }
}
