package io.promopool.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged service in a separate JVM, which a test can kill and start again. It keeps its port. */
public final class RestartableService implements AutoCloseable {
    private static final Path JAR = Path.of("target/promopool.jar");
    private static final Path TEST_CLASSES = Path.of("target/test-classes");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    /** Small heaps and one compiler, because several services share a small machine and live for seconds. */
    private static final List<String> JVM = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private Duration clockError = Duration.ZERO;
    private final Path log;
    private final URI url;
    private ServerProcess process;

    /** @param environment settings in addition to those that all services here have */
    public RestartableService(Path log, Map<String, String> environment) throws IOException {
        int port = ServerProcess.freePort();
        this.log = log;
        this.url = URI.create("http://127.0.0.1:" + port);
        this.environment = new HashMap<>(Map.of(
                "PROMOPOOL_HTTP_PORT", Integer.toString(port),
                "PROMOPOOL_REDIS_TIMEOUT", "500ms",
                "PROMOPOOL_CLAIMS_TIMEOUT", "1s",
                "PROMOPOOL_REDIS_BUCKETS", "256"));
        this.environment.putAll(environment);
    }

    public URI url() {
        return url;
    }

    /** Starts it without waiting, so that several can start at the same time. */
    public void begin() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing; mvn verify builds it before this test");
        }
        List<String> arguments = new ArrayList<>(JVM);
        if (clockError.isZero()) {
            arguments.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        } else {
            String classes = JAR.toAbsolutePath() + File.pathSeparator + TEST_CLASSES.toAbsolutePath();
            arguments.addAll(List.of("-cp", classes, ShiftedClockService.class.getName(), clockError.toString()));
        }
        process = started(arguments, environment);
    }

    private ServerProcess started(List<String> arguments, Map<String, String> settings) {
        try {
            return ServerProcess.java(JAVA_HOME, arguments, settings, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From its next start on, its clock is wrong by this much. */
    public void withClock(Duration error) {
        clockError = error;
    }

    /**
     * Runs a command of the command line, with the settings of the service and these, and waits for its success.
     */
    public void command(Map<String, String> settings, String... words) {
        List<String> arguments =
                new ArrayList<>(List.of("-jar", JAR.toAbsolutePath().toString()));
        arguments.addAll(List.of(words));
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(settings);
        ServerProcess run = started(arguments, all);
        Await.until(String.join(" ", words) + "; see " + log, ENDS_WITHIN, () -> !run.isAlive());
        if (run.status() != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + run.status() + "; see " + log);
        }
    }

    /** The body of its answer, whatever its status; empty if there is none. */
    public String answer(String path) {
        return ServerProcess.body(url.resolve(path));
    }

    /**
     * Waits until it is ready. If it has ended, because Redis was not available yet, it is started again, as a
     * supervisor would do.
     */
    public void awaitReady() {
        Await.until(url + " is ready; see " + log, READY_WITHIN, () -> {
            if (!process.isAlive()) {
                begin();
            }
            return isReady();
        });
    }

    /** Waits until it is ready again, without a restart. */
    public void awaitReadyAgain() {
        Await.until(url + " is ready; see " + log, READY_WITHIN, this::isReady);
    }

    private boolean isReady() {
        return ServerProcess.answers(url.resolve("/health/ready"));
    }

    public void kill() {
        process.kill();
    }

    public void freeze() {
        process.freeze();
    }

    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
