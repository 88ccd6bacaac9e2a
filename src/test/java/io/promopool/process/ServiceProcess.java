package io.promopool.process;

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

/** The packaged service in a JVM of its own, to be killed and started again. It keeps its port. */
public final class ServiceProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/promopool.jar");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    /** Small heaps and one compiler, since several share a small machine and live for seconds. */
    private static final List<String> JVM = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar");

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final Path log;
    private final URI url;
    private ServerProcess process;

    /** @param environment settings beside those that all services here have */
    public ServiceProcess(Path log, Map<String, String> environment) throws IOException {
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

    /** Does not wait: several may come up at once. */
    public void begin() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not there; mvn verify makes it before it runs this");
        }
        List<String> arguments = new ArrayList<>(JVM);
        arguments.add(JAR.toAbsolutePath().toString());
        try {
            process = ServerProcess.java(JAVA_HOME, arguments, environment, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again if it has ended, as a service manager does: Redis might not have been there yet. */
    public void awaitReady() {
        Await.until(url + " is ready; see " + log, READY_WITHIN, () -> {
            if (!process.isAlive()) {
                begin();
            }
            return isReady();
        });
    }

    /** Returns when it says by itself that it can serve again. */
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
