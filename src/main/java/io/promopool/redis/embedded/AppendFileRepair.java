package io.promopool.redis.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts an incomplete last write off the append-only file: what a power cut leaves of a write that was never answered.
 *
 * <p>Redis could do so itself ({@code aof-load-truncated yes}), but it drops only the incomplete command and keeps the
 * beginning of the script's transaction. The next start then runs that beginning together with the write after it, so
 * that Redis no longer holds what it held before
 * (<a href="https://github.com/valkey-io/valkey/pull/4342">valkey #4342</a>). Redis's own {@code redis-check-aof} drops
 * the transaction whole. Every Redis server is that program too, under its name.
 */
final class AppendFileRepair {
    private static final Logger log = LoggerFactory.getLogger(AppendFileRepair.class);
    private static final String NAME = "redis-check-aof";
    private static final String MANIFEST = RedisConf.APPEND_FOLDER + "/" + RedisConf.APPEND_FILE + ".manifest";
    private static final long MAX_MINUTES = 30;

    private final Path executable;
    private final DataFolder folder;

    /** @param executable absolute */
    AppendFileRepair(Path executable, DataFolder folder) {
        this.executable = executable;
        this.folder = folder;
    }

    /**
     * Must only be called after Redis has refused to start because of an incomplete write: the program drops everything
     * behind the first error that it finds.
     *
     * @throws IOException if the file could not be repaired
     */
    void run() throws IOException {
        Path output = folder.path().resolve(NAME + ".log");
        Path program = folder.path().resolve(NAME);
        Files.deleteIfExists(program);
        Files.createSymbolicLink(program, executable);
        Process process = new ProcessBuilder(program.toString(), "--fix", MANIFEST)
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (OutputStream answer = process.getOutputStream()) {
            answer.write("y\n".getBytes(StandardCharsets.US_ASCII));
        }
        awaitSuccess(process, output);
        Files.readAllLines(output, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.contains("This will shrink"))
                .forEach(line -> log.warn(
                        "the last write to Redis's file was incomplete, and was never confirmed: it was cut off ({})",
                        line.strip()));
        Files.delete(program);
        Files.delete(output);
    }

    private static void awaitSuccess(Process process, Path output) throws IOException {
        try {
            if (process.waitFor(MAX_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        throw new IOException(NAME + " could not repair the append-only file; see " + output);
    }
}
