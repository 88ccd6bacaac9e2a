package io.promopool.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A server in a separate process, on a port of 127.0.0.1. It ends with this JVM at the latest. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final long STOPS_WITHIN_SECONDS = 30;
    private static final int HEALTH_MILLIS = 2_000;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @param log its output is appended to this file */
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), log);
    }

    /**
     * Starts a JVM.
     *
     * @param arguments the command line after {@code java}
     */
    public static ServerProcess java(Path javaHome, List<String> arguments, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
        command.addAll(arguments);
        return start(command, environment, log);
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the URL is answered with 200. */
    public void awaitAnswer(URI url) {
        Await.until(url + " is answered; see " + log, STARTS_WITHIN, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended without answering " + url + "; see " + log);
            }
            return answers(url);
        });
    }

    /** Whether a URL is answered with 200 within 2 seconds. */
    public static boolean answers(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(HEALTH_MILLIS);
            connection.setReadTimeout(HEALTH_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The body of the answer to a URL, whatever its status; empty if there is none within 2 seconds. */
    public static String body(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(HEALTH_MILLIS);
            connection.setReadTimeout(HEALTH_MILLIS);
            try (InputStream body =
                    connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException notYet) {
            return "";
        }
    }

    /** The exit status of a process that has ended. */
    public int status() {
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The peak of its memory, if the system reports it, as Linux does. */
    public OptionalLong peakResidentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    /** Suspends the process. */
    public void freeze() {
        signal("STOP", process.pid());
    }

    public void resume() {
        signal("CONT", process.pid());
    }

    /** Sends a signal by its name. */
    public static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("the program kill is missing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends SIGKILL, and waits until the process has ended. */
    public void kill() {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Sends SIGTERM and waits. Kills the process if it takes too long to end. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
