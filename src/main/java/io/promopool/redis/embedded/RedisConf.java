package io.promopool.redis.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration of the embedded Redis: the operator's {@code config/redis.conf}, and what the embedding decides.
 *
 * <p>The operator has the last word on memory, logging and when files are rewritten. The embedding has it on what would
 * break a guarantee (durability, eviction), what would let others in (network, users), and what the launcher relies on
 * (names of files, one process in the foreground). It names no absolute path: Redis is started inside its folder, so
 * that no name of a folder needs quoting.
 */
final class RedisConf {
    static final String APPEND_FOLDER = "appendonlydir";

    private static final Logger log = LoggerFactory.getLogger(RedisConf.class);
    private static final String BASE_FILE = "config/redis.conf";

    /** Passes any bytes through unchanged, whatever the file's own encoding. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    /** Can't be undone by a later line, so the operator's is left out: another way in, or a Redis that is not alone. */
    private static final Set<String> LEFT_OUT =
            Set.of("include", "user", "unixsocket", "tls-port", "replicaof", "slaveof", "min-slaves-to-write");

    private final List<String> base;

    RedisConf(List<String> base) {
        this.base = List.copyOf(base);
    }

    /** Reads the operator's file from the working directory; where there is none, our own as it was shipped. */
    static RedisConf load() throws IOException {
        Path file = Path.of(BASE_FILE);
        if (Files.exists(file)) {
            return new RedisConf(Files.readAllLines(file, BYTES));
        }
        try (InputStream in = RedisConf.class.getResourceAsStream("/" + BASE_FILE)) {
            if (in == null) {
                throw new IOException("the file " + BASE_FILE + " is missing");
            }
            return new RedisConf(new String(in.readAllBytes(), BYTES).lines().toList());
        }
    }

    byte[] text(RedisEndpoint endpoint) {
        Map<String, String> decided = decided(endpoint);
        StringBuilder text = new StringBuilder("# Written anew at every start, from config/redis.conf. Don't edit.\n");
        for (String line : base) {
            if (isKept(line, decided)) {
                text.append(line).append('\n');
            }
        }
        text.append("\n# Decided by the embedding.\n");
        decided.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString().getBytes(BYTES);
    }

    private static Map<String, String> decided(RedisEndpoint endpoint) {
        Map<String, String> lines = new LinkedHashMap<>();
        // Nobody but this service: loopback only, and a password that other users of the machine don't know.
        lines.put("bind", RedisEndpoint.HOST);
        lines.put("port", Integer.toString(endpoint.port()));
        lines.put("protected-mode", "yes");
        lines.put("aclfile", "\"\"");
        lines.put("requirepass", endpoint.password());
        // An answer follows its fsync. Anything weaker gives codes out twice after a crash.
        lines.put("appendonly", "yes");
        lines.put("appendfsync", "always");
        lines.put("no-appendfsync-on-rewrite", "no");
        // Under another name Redis would not find the data that is there, and start empty.
        lines.put("dir", ".");
        lines.put("appenddirname", APPEND_FOLDER);
        lines.put("appendfilename", "appendonly.aof");
        // Snapshots would add forks and no safety.
        lines.put("save", "\"\"");
        // An evicted key is a lost code or a forgotten claim.
        lines.put("maxmemory-policy", "noeviction");
        // The operator's file may be shared with a Redis that has replicas. This one is alone.
        lines.put("cluster-enabled", "no");
        lines.put("min-replicas-to-write", "0");
        // The launcher watches the process that it started, and reads this log when it dies.
        lines.put("daemonize", "no");
        lines.put("supervised", "no");
        lines.put("pidfile", "\"\"");
        lines.put("logfile", "redis.log");
        return lines;
    }

    private static boolean isKept(String line, Map<String, String> decided) {
        String[] words = line.strip().split("\\s+", 2);
        String name = words[0].toLowerCase(Locale.ROOT);
        if (!decided.containsKey(name) && !LEFT_OUT.contains(name)) {
            return true;
        }
        String value = words.length > 1 ? words[1] : "";
        if (!value.equalsIgnoreCase(decided.getOrDefault(name, ""))) {
            log.warn("config/redis.conf: the embedded Redis decides {} itself; the line is left out", name);
        }
        return false;
    }
}
