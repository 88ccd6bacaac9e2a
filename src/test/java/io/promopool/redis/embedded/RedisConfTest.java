package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RedisConfTest {
    private static final RedisEndpoint ENDPOINT = new RedisEndpoint(20_001, "secret");

    @Test
    void memory_settings_of_the_operator_are_kept() {
        List<String> lines = lines("maxmemory 4gb", "# a comment in Ünïcode", "hash-max-listpack-entries 256");

        assertTrue(lines.containsAll(List.of("maxmemory 4gb", "hash-max-listpack-entries 256")), lines::toString);
    }

    @Test
    void no_setting_that_weakens_a_guarantee_is_kept() {
        List<String> lines = lines(
                "appendonly no",
                "APPENDFSYNC everysec",
                "  no-appendfsync-on-rewrite   yes",
                "maxmemory-policy allkeys-lru",
                "save 60 1",
                "min-replicas-to-write 1");

        assertOnly(lines, "appendonly", "yes");
        assertOnly(lines, "appendfsync", "always");
        assertOnly(lines, "no-appendfsync-on-rewrite", "no");
        assertOnly(lines, "maxmemory-policy", "noeviction");
        assertOnly(lines, "save", "\"\"");
        assertOnly(lines, "min-replicas-to-write", "0");
    }

    @Test
    void no_setting_opens_another_way_in() {
        List<String> lines = lines(
                "bind 0.0.0.0",
                "port 6379",
                "requirepass x",
                "protected-mode no",
                "tls-port 6380",
                "user default on nopass ~* +@all",
                "aclfile users.acl",
                "unixsocket /tmp/redis.sock",
                "include /etc/redis.conf",
                "replicaof 10.0.0.1 6379");

        assertOnly(lines, "bind", "127.0.0.1");
        assertOnly(lines, "port", "20001");
        assertOnly(lines, "requirepass", "secret");
        assertOnly(lines, "protected-mode", "yes");
        assertOnly(lines, "aclfile", "\"\"");
        for (String name : List.of("user ", "unixsocket", "tls-port", "include", "replicaof")) {
            assertFalse(lines.stream().anyMatch(line -> line.startsWith(name)), name);
        }
    }

    @Test
    void the_data_folder_is_not_changed_by_the_file() {
        List<String> lines = lines("dir /var/lib/redis", "appendfilename other.aof", "appenddirname other");

        assertOnly(lines, "dir", ".");
        assertOnly(lines, "appendfilename", "appendonly.aof");
        assertOnly(lines, "appenddirname", "appendonlydir");
    }

    /** A Redis that runs on the file itself, instead of a copy, may write its own settings into it. */
    @Test
    void the_shipped_file_has_nothing_about_a_particular_machine() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("config/redis.conf"));
        for (String name :
                List.of("bind", "port", "dir", "daemonize", "logfile", "pidfile", "user", "replicaof", "requirepass")) {
            assertFalse(lines.stream().anyMatch(line -> line.startsWith(name + " ")), name);
        }
    }

    @Test
    void the_password_is_not_in_text_for_logs() {
        assertFalse(ENDPOINT.toString().contains("secret"));
        assertEquals("redis://:secret@127.0.0.1:20001", ENDPOINT.url());
    }

    private static List<String> lines(String... base) {
        return new String(new RedisConf(List.of(base)).text(ENDPOINT), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
    }

    private static void assertOnly(List<String> lines, String name, String value) {
        List<String> found = lines.stream()
                .filter(line -> line.strip().toLowerCase(Locale.ROOT).startsWith(name + " "))
                .toList();
        assertEquals(List.of(name + " " + value), found);
    }
}
