package io.promopool.deployment;

import io.lettuce.core.api.sync.RedisCommands;
import io.promopool.testing.Await;
import io.promopool.testing.RedisCall;
import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A Redis or a Sentinel on this machine, as its container runs it: started by {@code config/redis-start.sh}, with the
 * environment and the command from {@code docker-compose.yml}. It keeps its port, and its folder is its volume.
 */
final class ComposedRedis implements AutoCloseable {
    private static final Path SCRIPT = Path.of("config/redis-start.sh");
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private final List<String> command =
            new ArrayList<>(List.of("sh", SCRIPT.toAbsolutePath().toString()));
    private final Map<String, String> environment;
    private final Path folder;
    private final int port;
    private ServerProcess process;

    /**
     * Prepares the program, and does not start it.
     *
     * @param service its name in the file
     * @param more environment variables that differ here
     */
    ComposedRedis(ComposeFile file, String service, Path executable, Path folder, Map<String, String> more)
            throws IOException {
        this.folder = Files.createDirectories(folder.resolve(service));
        this.port = ServerProcess.freePort();
        this.environment = new TreeMap<>(file.environment(service));
        environment.putAll(more);
        environment.put("REDIS_DATA", this.folder.toString());
        environment.put("PATH", executable.getParent() + ":" + System.getenv("PATH"));
        command.addAll(ComposeFile.texts(file.service(service).path("command")));
        // The last user is for the test alone, which observes from outside.
        command.addAll(List.of(
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--user",
                "onlooker",
                "on",
                ">onlooker",
                "~*",
                "&*",
                "+@all"));
    }

    /** Returns when it answers. */
    void start() throws IOException {
        process = ServerProcess.start(command, environment, folder.resolve("log"));
        Await.until("it answers; see " + folder.resolve("log"), STARTS_WITHIN, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended; see " + folder.resolve("log"));
            }
            return answers();
        });
    }

    private boolean answers() {
        try {
            return ask(redis -> redis.ping()).equals("PONG");
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** The URL for a user. */
    String url(String user, String password) {
        return "redis://" + user + ":" + password + "@127.0.0.1:" + port;
    }

    /** Sends a command as a user who may do everything. */
    <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return RedisCall.ask(url("onlooker", "onlooker"), question);
    }

    /** The commands that were denied. */
    List<Map<String, Object>> refusals() {
        return ask(redis -> redis.aclLog());
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
