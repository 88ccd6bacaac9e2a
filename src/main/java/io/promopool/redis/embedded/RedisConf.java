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
 * The configuration of the embedded Redis: the operator's {@code config/redis.conf}, and the settings that Promopool
 * fixes.
 *
 * <p>The operator decides on memory, logging, and when files are rewritten. Promopool fixes what a guarantee needs
 * (durability, no eviction), what keeps others out (network, users), and what the launcher relies on (names of files,
 * one process in the foreground). There are no absolute paths: Redis is started inside its folder, so that the name of
 * a folder never needs quoting.
 */
final class RedisConf {
    static final String APPEND_FOLDER = "appendonlydir";
    static final String APPEND_FILE = "appendonly.aof";

    private static final Logger log = LoggerFactory.getLogger(RedisConf.class);
    private static final String BASE_FILE = "config/redis.conf";

    /** Keeps all bytes as they are, whatever the file's encoding. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    /**
     * Settings that a later line can't undo, so the operator's line is left out. They would open another way in, or
     * connect this Redis to others.
     */
    private static final Set<String> EXCLUDED =
            Set.of("include", "user", "unixsocket", "tls-port", "replicaof", "slaveof", "min-slaves-to-write");

    private final List<String> base;

    RedisConf(List<String> base) {
        this.base = List.copyOf(base);
    }

    /** Reads the operator's file from the working directory. If there is none, takes the one inside the jar. */
    static RedisConf load() throws IOException {
        Path file = Path.of(BASE_FILE);
        if (Files.exists(file)) {
            return new RedisConf(Files.readAllLines(file, BYTES));
        }
        try (InputStream in = RedisConf.class.getResourceAsStream("/" + BASE_FILE)) {
            if (in == null) {
                throw new IOException("the file " + BASE_FILE + " is missing from the jar");
            }
            return new RedisConf(new String(in.readAllBytes(), BYTES).lines().toList());
        }
    }

    byte[] text(RedisEndpoint endpoint) {
        Map<String, String> fixed = fixed(endpoint);
        StringBuilder text = new StringBuilder("# Generated from config/redis.conf at every start. Do not edit.\n");
        for (String line : base) {
            if (isKept(line, fixed)) {
                text.append(line).append('\n');
            }
        }
        text.append("\n# Fixed by Promopool.\n");
        fixed.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return text.toString().getBytes(BYTES);
    }

    private static Map<String, String> fixed(RedisEndpoint endpoint) {
        Map<String, String> lines = new LinkedHashMap<>();
        // Only this service may connect: loopback, and a password that other users of the machine don't know.
        lines.put("bind", RedisEndpoint.HOST);
        lines.put("port", Integer.toString(endpoint.port()));
        lines.put("protected-mode", "yes");
        lines.put("aclfile", "\"\"");
        lines.put("requirepass", endpoint.password());
        // Redis answers a write after its fsync. Any weaker setting hands out codes twice after a crash.
        lines.put("appendonly", "yes");
        lines.put("appendfsync", "always");
        lines.put("no-appendfsync-on-rewrite", "no");
        // AppendFileRepair does this instead, because Redis would leave a part of the incomplete write in the file.
        lines.put("aof-load-truncated", "no");
        // With another name, Redis would not find its data, and would start empty.
        lines.put("dir", ".");
        lines.put("appenddirname", APPEND_FOLDER);
        lines.put("appendfilename", APPEND_FILE);
        // Snapshots would cost forks, and add no safety.
        lines.put("save", "\"\"");
        // An evicted key would be a lost code or a forgotten claim.
        lines.put("maxmemory-policy", "noeviction");
        // The operator may use the same file for a Redis with replicas. This Redis has none.
        lines.put("cluster-enabled", "no");
        lines.put("min-replicas-to-write", "0");
        // The launcher watches the process that it started, and reads this log if the process ends.
        lines.put("daemonize", "no");
        lines.put("supervised", "no");
        lines.put("pidfile", "\"\"");
        lines.put("logfile", "redis.log");
        return lines;
    }

    private static boolean isKept(String line, Map<String, String> fixed) {
        String[] words = line.strip().split("\\s+", 2);
        String name = words[0].toLowerCase(Locale.ROOT);
        if (!fixed.containsKey(name) && !EXCLUDED.contains(name)) {
            return true;
        }
        String value = words.length > 1 ? words[1] : "";
        if (!value.equalsIgnoreCase(fixed.getOrDefault(name, ""))) {
            log.warn("config/redis.conf: {} is fixed for the embedded Redis; this line is ignored", name);
        }
        return false;
    }
}
