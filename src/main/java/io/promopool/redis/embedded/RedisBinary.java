package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Redis server that can run on this machine, and the version that it reports. */
record RedisBinary(Path executable, RedisVersion version) {
    private static final int MIN_MAJOR = 7;
    private static final int MIN_MINOR = 0;
    private static final int PROBE_SECONDS = 10;
    private static final int MAX_ANSWER_BYTES = 1_000;

    /** @throws EmbeddedRedisException if the program can't be run, is not Redis or Valkey, or is too old */
    static RedisBinary installed(Path executable) throws InterruptedException {
        String advice = "Set embedded.executable to a redis-server of version 7.0 or later, or remove this setting.";
        return probe(absolute(executable), advice);
    }

    /** @throws EmbeddedRedisException if there is no bundled server for this platform, or it can't be run */
    static RedisBinary bundled(DataFolder folder) throws IOException, InterruptedException {
        BundledServer server = new BundledServer(System.getProperty("os.name"), System.getProperty("os.arch"));
        String advice = "That folder might not allow programs (mounted noexec?). Set data.dir to another folder, "
                + "embedded.executable to a redis-server that is installed here, or redis.url to a Redis of your own.";
        return probe(server.extract(folder), advice);
    }

    /** Returns the executable if it is set, and otherwise the bundled server. */
    static RedisBinary of(Optional<Path> executable, DataFolder folder) throws IOException, InterruptedException {
        return executable.isPresent() ? installed(executable.get()) : bundled(folder);
    }

    /** Makes a path absolute, because Redis runs in another folder. A bare name is left for the PATH. */
    private static Path absolute(Path executable) {
        return executable.getNameCount() > 1 || executable.isAbsolute() ? executable.toAbsolutePath() : executable;
    }

    private static RedisBinary probe(Path executable, String advice) throws InterruptedException {
        String answer;
        try {
            answer = run(executable);
        } catch (IOException e) {
            throw new EmbeddedRedisException("%s can't be run: %s. %s".formatted(executable, reason(e), advice), e);
        }
        RedisVersion version = RedisVersion.find(answer)
                .orElseThrow(() -> new EmbeddedRedisException(
                        "%s doesn't say that it is a Redis or Valkey server. %s".formatted(executable, advice)));
        if (!version.isAtLeast(MIN_MAJOR, MIN_MINOR)) {
            throw new EmbeddedRedisException(
                    "%s is %s; 7.0 or later is required. %s".formatted(executable, version, advice));
        }
        return new RedisBinary(executable, version);
    }

    private static String run(Path executable) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(executable.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try {
            // Waits before it reads, because a program that is not Redis might print forever, or nothing.
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it does not answer --version");
            }
            byte[] answer = process.getInputStream().readNBytes(MAX_ANSWER_BYTES);
            return new String(answer, StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String reason(IOException e) {
        String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return message.replaceFirst("^error=\\d+, ", "");
    }
}
