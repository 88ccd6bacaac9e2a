package io.promopool.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The service's user in Redis may run the commands that the service sends, and nothing else. */
class RedisUsersTest {
    private static final Path USERS = Path.of("config/redis-users.conf");
    private static final Path SCRIPTS = Path.of("src/main/resources/lua");
    private static final Path JAVA = Path.of("src/main/java/io/promopool/redis");

    private static final Pattern IN_SCRIPT = Pattern.compile("\\bp?call\\((?:[a-z_]+ and '([A-Z]+)' or )?'([A-Z]+)'");
    private static final Pattern IN_JAVA = Pattern.compile("-> (?:redis|commands)\\.([a-zA-Z]+)\\(");

    /** What RedisLink and the driver send by themselves. */
    private static final Set<String> OTHERS = Set.of("ping", "eval", "evalsha", "client|pause", "client|unpause");

    @Test
    void each_command_of_a_script_and_of_the_service_is_granted_and_no_other() throws IOException {
        Set<String> used = new TreeSet<>(OTHERS);
        used.addAll(inScripts());
        used.addAll(inJava());
        assertEquals(used, granted());
    }

    @Test
    void the_scripts_check_each_right_to_write_before_they_begin() throws IOException {
        String head = Files.readString(SCRIPTS.resolve("lib/head.lua"));
        String writes = head.substring(head.indexOf("WRITES = {"), head.indexOf('}', head.indexOf("WRITES = {")));
        Set<String> looked = Pattern.compile("'([A-Z]+)'")
                .matcher(writes)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> readOnly = Set.of(
                "hget",
                "hgetall",
                "hkeys",
                "hlen",
                "hmget",
                "lindex",
                "llen",
                "lrange",
                "scard",
                "sismember",
                "smembers",
                "smismember",
                "time",
                "zcard",
                "zcount",
                "zrange",
                "zrangebyscore",
                "zscore");
        Set<String> writing = inScripts();
        writing.removeAll(readOnly);
        assertEquals(writing, looked);
    }

    private static Set<String> inScripts() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (String script : sources(SCRIPTS)) {
            Matcher call = IN_SCRIPT.matcher(script);
            while (call.find()) {
                commands.add(call.group(2).toLowerCase(Locale.ROOT));
                if (call.group(1) != null) {
                    commands.add(call.group(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        assertTrue(commands.contains("lpop") && commands.contains("sadd"), commands.toString());
        return commands;
    }

    /** The driver's methods have the names of the commands, with two exceptions. */
    private static Set<String> inJava() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (String source : sources(JAVA)) {
            IN_JAVA.matcher(source)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(method -> commands.add(
                            switch (method) {
                                case "configGet" -> "config|get";
                                case "waitForReplication" -> "wait";
                                default -> method;
                            }));
        }
        commands.removeAll(Set.of("dispatch", "reads"));
        assertTrue(commands.contains("info") && commands.contains("zrank"), commands.toString());
        return commands;
    }

    private static Set<String> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(RedisUsersTest::text).collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> granted() throws IOException {
        Set<String> granted = new TreeSet<>();
        boolean inService = false;
        for (String line : Files.readAllLines(USERS)) {
            inService = line.startsWith("user ") ? line.startsWith("user promopool ") : inService;
            if (inService && !line.strip().startsWith("#")) {
                Stream.of(line.strip().split(" "))
                        .filter(word -> word.startsWith("+"))
                        .forEach(word -> granted.add(word.substring(1)));
            }
        }
        return granted;
    }
}
