package io.promopool.redis.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A separate process that owns an embedded Redis, so that a test can kill it. It prints the URL and the pid of its
 * Redis, and ends when its standard input ends. It is here, and not in a package for tests, because
 * {@code EmbeddedRedis.pid()} is visible in this package only.
 */
final class RedisOwner implements AutoCloseable {
    /** Marks answers among the lines of the log. */
    private static final String MARK = ">>> ";

    private final Process jvm;
    private final BufferedReader answers;

    private RedisOwner(Process jvm) {
        this.jvm = jvm;
        this.answers = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
    }

    public static void main(String[] args) throws IOException {
        Optional<Path> executable = Arrays.stream(args).skip(1).map(Path::of).findFirst();
        try (EmbeddedRedis redis = EmbeddedRedis.start(new EmbeddedSettings(Path.of(args[0]), executable))) {
            answer("started");
            answer(redis.url());
            answer(Long.toString(redis.pid()));
            System.in.read();
        } catch (EmbeddedRedisException e) {
            answer(e.getMessage());
        }
    }

    private static void answer(String text) {
        System.out.println(MARK + text);
    }

    /** @param arguments the data folder, and optionally the Redis server to run */
    static RedisOwner start(Path... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                RedisOwner.class.getName()));
        Arrays.stream(arguments).map(Path::toString).forEach(command::add);
        return new RedisOwner(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next answer that it prints. */
    String answer() throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(MARK)) {
            line = answers.readLine();
        }
        return String.valueOf(line).substring(MARK.length());
    }

    /** Stops it as Ctrl-C does. */
    void stop() {
        jvm.destroy();
        jvm.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    void kill() {
        jvm.destroyForcibly().onExit().join();
    }
}
