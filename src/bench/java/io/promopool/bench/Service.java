package io.promopool.bench;

import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The packaged service in a JVM of its own, with its own Redis, from an empty folder that is removed at the end. */
final class Service implements AutoCloseable {
    private static final Path JAR = Path.of("target/promopool.jar");
    private static final Path FOLDER = Path.of("target/bench");

    private final URI url;
    private final Path data;
    private final ServerProcess process;
    private final ServiceRedis redis;
    private final Lots lots;
    private final Codes codes = new Codes();
    private final Claims claims;

    private Service(URI url, Path data, ServerProcess process, ServiceRedis redis, Lots lots) {
        this.url = url;
        this.data = data;
        this.process = process;
        this.redis = redis;
        this.lots = lots;
        this.claims = Claims.single(url, lots.types(), codes);
    }

    /** @param lots the lots that its uploads are spread over */
    static Service start(String name, Settings settings, Lots lots) throws IOException {
        Path data = FOLDER.resolve(name);
        remove(data);
        Files.createDirectories(FOLDER);
        int port = ServerProcess.freePort();
        ServerProcess process = ServerProcess.java(
                settings.javaHome(),
                List.of("-Xmx" + settings.heap(), "-jar", JAR.toString()),
                Map.of(
                        "PROMOPOOL_HTTP_PORT", Integer.toString(port),
                        "PROMOPOOL_DATA_DIR", data.toString(),
                        "PROMOPOOL_EMBEDDED_EXECUTABLE", settings.redis()),
                FOLDER.resolve(name + ".log"));
        try {
            URI url = URI.create("http://127.0.0.1:" + port);
            process.awaitAnswer(url.resolve("/health/ready"));
            return new Service(url, data, process, ServiceRedis.in(data), lots);
        } catch (IOException | RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    ServiceRedis redis() {
        return redis;
    }

    Codes codes() {
        return codes;
    }

    /** Claims for the codes that {@link #stock} uploads. */
    Claims claims() {
        return claims;
    }

    /** Uploads until this many codes are available. */
    void stock(int count) throws IOException, InterruptedException {
        if (codes.available() < count) {
            upload(count - codes.available());
        }
    }

    /** Uploads this many codes, and waits until Redis has settled. @return codes per second */
    double upload(int count) throws IOException, InterruptedException {
        double perSecond = new Upload(url, codes).send(count, lots);
        redis.awaitQuiet();
        return perSecond;
    }

    OptionalLong peakResidentBytes() throws IOException {
        return process.peakResidentBytes();
    }

    /** Whether the process runs and is ready. */
    boolean isWell() {
        return process.isAlive() && ServerProcess.answers(url.resolve("/health/ready"));
    }

    @Override
    public void close() throws IOException {
        redis.close();
        process.close();
        remove(data);
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
