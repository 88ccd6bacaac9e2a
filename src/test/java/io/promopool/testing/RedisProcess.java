package io.promopool.testing;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A Redis with its data in a folder, which a test can kill and start again. Its settings are those of
 * {@code config/redis.conf} and the additional ones. It keeps its port.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Path SHIPPED_CONF = Path.of("config/redis.conf");
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final int ANSWERS_WITHIN_MILLIS = 500;

    /** The beginning of every effect of a script in the append-only file. */
    private static final String TRANSACTION = "*1\r\n$5\r\nMULTI\r\n";

    private static final String FLUSH = "*1\r\n$8\r\nFLUSHALL\r\n";
    private static final String FILES = "appendonlydir";
    private static final String AWAY = "appendonlydir.away";

    private final Path executable;
    private final Path folder;
    private final int port;
    private final boolean isSentinel;
    private ServerProcess process;

    private RedisProcess(Path executable, Path folder, boolean isSentinel) throws IOException {
        this.executable = executable;
        this.folder = folder;
        this.isSentinel = isSentinel;
        this.port = ServerProcess.freePort();
    }

    /**
     * Prepares a Redis, and does not start it.
     *
     * @param folder is created, and must be for this Redis alone
     * @param settings additional lines of its configuration
     */
    public static RedisProcess in(Path folder, Path executable, List<String> settings) throws IOException {
        List<String> conf = new ArrayList<>(Files.readAllLines(SHIPPED_CONF));
        conf.addAll(settings);
        return made(new RedisProcess(executable, folder, false), conf);
    }

    /** Prepares a Redis Sentinel, and does not start it. */
    public static RedisProcess sentinelIn(Path folder, Path executable, List<String> settings) throws IOException {
        return made(new RedisProcess(executable, folder, true), settings);
    }

    private static RedisProcess made(RedisProcess redis, List<String> settings) throws IOException {
        Files.createDirectories(redis.folder);
        List<String> conf = new ArrayList<>(settings);
        conf.addAll(List.of("bind 127.0.0.1", "port " + redis.port, "dir " + redis.folder.toAbsolutePath()));
        Files.write(redis.conf(), conf);
        return redis;
    }

    private Path conf() {
        return folder.resolve("redis.conf");
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return RedisCall.ask(url(), question);
    }

    /** A section of INFO, over a cheap connection; empty if Redis does not answer. */
    public String info(String section) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = asked(socket, "INFO " + section);
            byte[] text = new byte[Integer.parseInt(line(in).substring(1))];
            in.readFully(text);
            return new String(text, StandardCharsets.US_ASCII);
        } catch (IOException notNow) {
            return "";
        }
    }

    /** Sends a command in one line. Returns the first line of the reply; empty if there is none. */
    public String send(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return line(asked(socket, command));
        } catch (IOException notNow) {
            return "";
        }
    }

    private static DataInputStream asked(Socket socket, String command) throws IOException {
        socket.setSoTimeout(ANSWERS_WITHIN_MILLIS);
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char next = (char) in.readByte(); next != '\n'; next = (char) in.readByte()) {
            line.append(next);
        }
        return line.toString().strip();
    }

    /** Starts it, and waits until it has loaded its data and answers. */
    public void start() throws IOException {
        start(command());
    }

    private List<String> command() {
        List<String> command =
                new ArrayList<>(List.of(executable.toAbsolutePath().toString(), conf().toString()));
        if (isSentinel) {
            command.add("--sentinel");
        }
        return command;
    }

    /**
     * Starts it so that its append-only file can grow by at most this many bytes. A write beyond the limit behaves as
     * on a full disk: a part is written, and then there is an error.
     */
    public void startOnFullDisk(long bytesLeft) throws IOException {
        // The limit is in blocks of 512 bytes. Redis must get the error, not the signal.
        long blocks = (Files.size(appendOnlyFile()) + bytesLeft) / 512;
        start(List.of("sh", "-c", "trap '' XFSZ; ulimit -f " + blocks + "; exec " + String.join(" ", command())));
    }

    private void start(List<String> command) throws IOException {
        process = ServerProcess.start(command, Map.of(), folder.resolve("redis.log"));
        Await.until(
                "Redis answers; see " + folder.resolve("redis.log"),
                STARTS_WITHIN,
                () -> answers() || !process.isAlive());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it answers, and has loaded its data. */
    public boolean answers() {
        return send("PING").equals("+PONG");
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

    /**
     * Appends to the file of a killed Redis what a power cut in the middle of a write leaves: the beginning of a
     * transaction. It repeats the beginning of the last one.
     *
     * @param share the part of its bytes that reached the disk, above 0 and below 1
     */
    public void tearLastWrite(double share) throws IOException {
        Path file = appendOnlyFile();
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int start = all.lastIndexOf(TRANSACTION);
        if (start < 0) {
            throw new IllegalStateException("there is no transaction in " + file);
        }
        String last = all.substring(start);
        int length = Math.max(1, (int) (share * (last.length() - 1)));
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
            end.seek(end.length());
            end.write(last.substring(0, length).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Cuts an incomplete last write off the file of a killed Redis, as docs/deployment.md tells a person to. */
    public void repairFile() throws IOException {
        Path program = folder.resolve("redis-check-aof");
        Files.createSymbolicLink(program, executable.toAbsolutePath());
        Path manifest = appendOnlyFile().resolveSibling("appendonly.aof.manifest");
        ServerProcess repair = ServerProcess.start(
                List.of("sh", "-c", "echo y | " + program + " --fix " + manifest),
                Map.of(),
                folder.resolve("redis.log"));
        Await.until("the file is repaired", STARTS_WITHIN, () -> !repair.isAlive());
        Files.delete(program);
    }

    /** Takes FLUSHALL out of the end of the file of a killed Redis, as somebody would do who has sent it by mistake. */
    public void dropFlushFromFile() throws IOException {
        Path file = appendOnlyFile();
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int start = all.toUpperCase(Locale.ROOT).lastIndexOf(FLUSH);
        if (start < 0) {
            throw new IllegalStateException("there is no FLUSHALL in " + file);
        }
        Files.write(
                file,
                (all.substring(0, start) + all.substring(start + FLUSH.length()))
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Hides the files of a killed Redis from it. */
    public void moveFilesAway() throws IOException {
        Files.move(files(), folder.resolve(AWAY));
    }

    /** Undoes {@link #moveFilesAway}; what Redis has written meanwhile is dropped. */
    public void putFilesBack() throws IOException {
        delete(files());
        Files.move(folder.resolve(AWAY), files());
    }

    /** Copies the files, also of a running Redis. */
    public void copyFiles() throws IOException {
        Path copy = Files.createDirectory(folder.resolve(AWAY));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files())) {
            for (Path file : all) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    /** Gives a killed Redis the copy in place of its files. */
    public void putCopyBack() throws IOException {
        putFilesBack();
    }

    private Path files() {
        return folder.resolve(FILES);
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Path appendOnlyFile() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(files(), "*.incr.aof")) {
            Path newest = null;
            for (Path file : files) {
                newest = newest == null || number(file) > number(newest) ? file : newest;
            }
            return newest;
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }
}
