package io.promopool.testing;

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
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    /** Small heaps and one compiler, because several services share a small machine and live for seconds. */
    private static final List<String> JVM = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar");

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Map<String, String> environment;
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
        arguments.add(JAR.toAbsolutePath().toString());
        try {
            process = ServerProcess.java(JAVA_HOME, arguments, environment, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
