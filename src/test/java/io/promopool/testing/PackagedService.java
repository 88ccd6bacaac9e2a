package io.promopool.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service in a separate process, on a free port, with its data and its log in a folder. */
public final class PackagedService implements AutoCloseable {
    private static final Path JAR = Path.of("target/promopool.jar");
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private PackagedService(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the service and does not wait until it listens.
     *
     * @param settings environment variables
     * @param wrapper a command that runs the command after it, such as one that sets limits
     */
    public static PackagedService launch(Path folder, Map<String, String> settings, String... wrapper)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-jar",
                JAR.toAbsolutePath().toString()));
        Path log = Files.createTempFile(folder, "service", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PROMOPOOL_HTTP_PORT", "0");
        builder.environment().put("PROMOPOOL_DATA_DIR", folder.resolve("data").toString());
        builder.environment().putAll(settings);
        return new PackagedService(builder.start(), log);
    }

    public static PackagedService start(Path folder, Map<String, String> settings, String... wrapper)
            throws IOException {
        PackagedService service = launch(folder, settings, wrapper);
        Await.until("a service that listens", () -> service.foundPort().isPresent() || !service.process.isAlive());
        return service;
    }

    public int port() {
        return foundPort().orElseThrow(() -> new AssertionError("the service does not listen:\n" + log()));
    }

    private Optional<Integer> foundPort() {
        Matcher listening = LISTENING.matcher(log());
        return listening.find() ? Optional.of(Integer.valueOf(listening.group(1))) : Optional.empty();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedded Redis of the service. */
    public ProcessHandle redis() {
        return process.children()
                .filter(child -> child.info().command().orElse("").contains("redis-server"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no Redis runs:\n" + log()));
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for the end of the process, and returns its exit status. */
    public int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the service has not ended:\n" + log());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the service and everything it has started. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
