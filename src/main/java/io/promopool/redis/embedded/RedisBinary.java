package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Redis server that was seen to run on this machine, and what it says it is. */
record RedisBinary(Path executable, RedisVersion version) {
    private static final int MIN_MAJOR = 7;
    private static final int MIN_MINOR = 0;
    private static final int PROBE_SECONDS = 10;
    private static final int MAX_ANSWER_BYTES = 1_000;

    /** @throws EmbeddedRedisException where it can't be run, is no Redis, or is too old */
    static RedisBinary installed(Path executable) throws InterruptedException {
        String advice = "Set embedded.executable to a redis-server of version 7.0 or later, or leave it out.";
        return probe(withoutSearch(executable), advice);
    }

    /** The server of our own. */
    static RedisBinary bundled(DataFolder folder) throws IOException, InterruptedException {
        BundledServer server = new BundledServer(System.getProperty("os.name"), System.getProperty("os.arch"));
        String advice = "Programs may be forbidden in that folder (mounted noexec?): set data.dir to another one, "
                + "embedded.executable to a redis-server that is installed here, or redis.url to a Redis of your own.";
        return probe(server.extract(folder), advice);
    }

    static RedisBinary of(Optional<Path> executable, DataFolder folder) throws IOException, InterruptedException {
        return executable.isPresent() ? installed(executable.get()) : bundled(folder);
    }

    /** A bare name is left for the PATH; else made absolute, because Redis is started in a folder of its own. */
    private static Path withoutSearch(Path executable) {
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
                    "%s is %s; 7.0 or later is needed. %s".formatted(executable, version, advice));
        }
        return new RedisBinary(executable, version);
    }

    private static String run(Path executable) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(executable.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try {
            // Waited for before it is read: a program that is no Redis may print for ever, or nothing.
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it gives no answer to --version");
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
