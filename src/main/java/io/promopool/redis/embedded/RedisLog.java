package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The part of Redis's log that one start has added. */
final class RedisLog {
    private static final int MAX_TAIL_BYTES = 16 << 10;
    private static final int MAX_TAIL_LINES = 8;

    private final Path file;
    private final long startBytes;

    private RedisLog(Path file, long startBytes) {
        this.file = file;
        this.startBytes = startBytes;
    }

    /** Must be called before the start. */
    static RedisLog from(Path file) throws IOException {
        return new RedisLog(file, Files.exists(file) ? Files.size(file) : 0);
    }

    boolean saysPortIsTaken() throws IOException {
        return String.join("\n", tail()).contains("Failed listening on port");
    }

    /** Returns whether Redis has refused to start because the last write in its append-only file is incomplete. */
    boolean saysWriteIsIncomplete() throws IOException {
        return String.join("\n", tail()).contains("Unexpected end of file reading the append only file");
    }

    /** Returns the last lines, at most 8. */
    List<String> tail() throws IOException {
        List<String> lines = lines();
        return lines.subList(Math.max(0, lines.size() - MAX_TAIL_LINES), lines.size());
    }

    /** Returns the last 16 KiB. */
    private List<String> lines() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(startBytes, channel.size() - MAX_TAIL_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(MAX_TAIL_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return StandardCharsets.UTF_8
                    .decode(bytes.flip())
                    .toString()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
