package io.promopool.testing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Redis for tests: in memory, on a free port of loopback. It ends with the JVM. */
public final class TestRedis implements AutoCloseable {
    private static final TestRedis SHARED = start();

    private final Process process;
    private final int port;
    private final RedisCommands<String, String> raw;

    private TestRedis(Process process, int port) {
        this.process = process;
        this.port = port;
        RedisURI uri = RedisURI.create(url());
        uri.setTimeout(Duration.ofSeconds(60));
        this.raw = RedisClient.create(uri).connect().sync();
    }

    /** Empties the shared server of this JVM, and returns it. */
    public static TestRedis emptied() {
        SHARED.raw.flushall();
        SHARED.raw.scriptFlush();
        return SHARED;
    }

    /** The shared server, with its contents. */
    public static TestRedis shared() {
        return SHARED;
    }

    /** Starts a separate server. The test must close it. */
    public static TestRedis another(String... settings) {
        return start(settings);
    }

    @Override
    public void close() {
        kill();
    }

    /** Ends it before the end of its test. */
    public void kill() {
        process.destroyForcibly();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Direct access to Redis, without the code under test. */
    public RedisCommands<String, String> raw() {
        return raw;
    }

    private static TestRedis start(String... settings) {
        try {
            Path folder = Files.createTempDirectory("promopool-redis");
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            List<String> command =
                    new ArrayList<>(List.of(BundledRedis.copyTo(folder).toString()));
            command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", folder.toString()));
            command.addAll(List.of("--save", "", "--appendonly", "no", "--hash-max-listpack-entries", "512"));
            command.addAll(List.of(settings));
            Process redis = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(redis::destroyForcibly));
            awaitPort(redis, port);
            return new TestRedis(redis, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitPort(Process redis, int port) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!redis.isAlive() || System.nanoTime() > end) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }
}
