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

/** A service in a process of its own, to be killed: prints what it has, and ends with its standard input. */
final class RedisOwner implements AutoCloseable {
    /** Tells answers from what is logged. */
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

    /** @param arguments the data folder and, at choice, a server to run in it */
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

    /** What it prints next. */
    String answer() throws IOException {
        String line = answers.readLine();
        while (line != null && !line.startsWith(MARK)) {
            line = answers.readLine();
        }
        return String.valueOf(line).substring(MARK.length());
    }

    /** As Ctrl-C does. */
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
