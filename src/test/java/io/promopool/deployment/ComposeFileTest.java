package io.promopool.deployment;

import static io.promopool.deployment.ComposeFile.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.promopool.auth.ApiKey;
import io.promopool.settings.Settings;
import io.promopool.testing.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker-compose.yml} works as it is, and lets in nobody from outside. */
class ComposeFileTest {
    private static final String SERVICE = "promopool";
    private static final Path DOCKERFILE = Path.of("config/Dockerfile");

    private static Stream<ComposeFile> both() throws IOException {
        return Stream.of(ComposeFile.asItIs(), ComposeFile.withReplica());
    }

    @Test
    void it_is_what_the_specification_calls_a_compose_file() throws IOException {
        for (ComposeFile file : both().toList()) {
            assertEquals(List.of(), faults(file.document()));
        }
    }

    @Test
    void a_misspelled_word_would_be_noticed() throws IOException {
        JsonNode document = ComposeFile.asItIs().document();
        ((ObjectNode) document.path("services").path(SERVICE)).put("read-only", true);
        assertFalse(faults(document).isEmpty());
    }

    private static List<Error> faults(JsonNode document) throws IOException {
        try (InputStream schema = ComposeFileTest.class.getResourceAsStream("/compose/compose-spec.json")) {
            // It names its dialect with https, which no validator knows.
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("https://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#");
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(SchemaLocation.of("https://promopool.invalid/compose"), text, InputFormat.JSON)
                    .validate(document.toString(), InputFormat.JSON);
        }
    }

    @Test
    void every_variable_has_a_default_and_what_ha_env_sets_is_used() throws IOException {
        String text = Files.readString(ComposeFile.FILE);
        Set<String> used = new TreeSet<>();
        Matcher variable = ComposeFile.VARIABLE.matcher(text);
        while (variable.find()) {
            used.add(variable.group(1));
            assertTrue(variable.group(2) != null, variable.group() + " has no default");
        }
        assertTrue(used.containsAll(ComposeFile.haEnv().keySet()), used.toString());
    }

    @Test
    void each_mounted_file_exists_and_is_read_only() throws IOException {
        ComposeFile.asItIs()
                .services()
                .forEach((name, service) -> texts(service.path("volumes")).stream()
                        .filter(volume -> volume.startsWith("./"))
                        .forEach(volume -> {
                            String[] parts = volume.split(":");
                            assertTrue(isThere(Path.of(parts[0])), name + " mounts " + volume);
                            assertEquals("ro", parts[2], name + " mounts " + volume);
                        }));
    }

    /** The folders with the board and the rules might be missing, each as a whole. */
    private static boolean isThere(Path file) {
        return Files.exists(file)
                || Stream.of("config/prometheus", "config/grafana")
                        .map(Path::of)
                        .anyMatch(folder -> file.normalize().startsWith(folder) && Files.notExists(folder));
    }

    @Test
    void only_this_machine_reaches_a_port_and_nobody_reaches_redis() throws IOException {
        for (ComposeFile file : both().toList()) {
            file.services().forEach((name, service) -> {
                texts(service.path("ports"))
                        .forEach(port -> assertTrue(port.matches("127\\.0\\.0\\.1:\\d+:\\d+"), port));
                if (name.startsWith("redis") || name.startsWith("sentinel")) {
                    assertTrue(service.path("ports").isMissingNode(), name);
                    assertEquals(Set.of("redis"), networks(service), name);
                }
            });
            assertTrue(file.document()
                    .path("networks")
                    .path("redis")
                    .path("internal")
                    .asBoolean());
        }
    }

    private static Set<String> networks(JsonNode service) {
        Set<String> networks = new TreeSet<>(texts(service.path("networks")));
        if (service.path("networks").isObject()) {
            networks.clear();
            service.path("networks").fieldNames().forEachRemaining(networks::add);
        }
        return networks;
    }

    @Test
    void all_images_have_fixed_versions() throws IOException {
        ComposeFile.asItIs().services().forEach((name, service) -> {
            String image = service.path("image").asText();
            assertTrue(
                    service.has("build") || image.matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+(-[a-z]+)?"),
                    name + ": " + image);
        });
        Files.readAllLines(DOCKERFILE).stream()
                .filter(line -> line.startsWith("FROM "))
                .forEach(line -> assertTrue(line.matches("FROM [a-z-]+:\\d+\\.\\d+\\.\\d+[_-].*"), line));
    }

    @Test
    void containers_have_no_rights_that_they_do_not_need() throws IOException {
        ComposeFile.asItIs().services().forEach((name, service) -> {
            assertEquals(List.of("ALL"), texts(service.path("cap_drop")), name);
            assertEquals(List.of("no-new-privileges:true"), texts(service.path("security_opt")), name);
            for (String dangerous : List.of("privileged", "cap_add", "pid", "ipc", "devices", "network_mode")) {
                assertFalse(service.has(dangerous), name + " has " + dangerous);
            }
            for (String bound : List.of("mem_limit", "logging", "restart")) {
                assertTrue(service.has(bound), name + " has no " + bound);
            }
            if (!List.of("prometheus", "grafana").contains(name)) {
                assertTrue(service.path("read_only").asBoolean(), name);
            }
        });
    }

    @Test
    void the_service_starts_with_its_settings_and_lets_in_the_keys_that_the_file_names() throws Exception {
        Settings settings = settings(ComposeFile.asItIs());

        String text = Files.readString(ComposeFile.FILE);
        List<String> hashes = settings.auth().keys().stream()
                .map(ApiKey::sha256)
                .map(HexFormat.of()::formatHex)
                .toList();
        assertEquals(List.of(ApiKeys.sha256("demo-key-change-me"), ApiKeys.sha256("metrics-key-change-me")), hashes);
        assertTrue(text.contains("\"demo-key-change-me\"") && text.contains("\"metrics-key-change-me\""));
        assertEquals(
                "metrics-key-change-me",
                ComposeFile.asItIs()
                        .document()
                        .path("configs")
                        .path("metrics-key")
                        .path("content")
                        .asText());
        assertEquals(
                "redis://promopool:redis-change-me@redis:6379",
                settings.storage().redis().url().orElseThrow());
        assertEquals(0, settings.storage().durability().replicas());
    }

    @Test
    void with_a_replica_it_asks_the_sentinels_and_waits_for_the_replica() throws IOException {
        ComposeFile file = ComposeFile.withReplica();
        Settings settings = settings(file);

        String url = settings.storage().redis().url().orElseThrow();
        file.services().keySet().stream()
                .filter(name -> name.startsWith("sentinel-"))
                .forEach(name -> assertTrue(url.contains(name + ":26379"), url));
        assertTrue(url.endsWith("#" + masterName()), url);
        assertEquals(1, settings.storage().durability().replicas());
        List<String> command = texts(file.service("redis").path("command"));
        assertEquals("1", command.get(command.indexOf("--min-replicas-to-write") + 1));
    }

    private static String masterName() throws IOException {
        return Files.readAllLines(Path.of("config/sentinel.conf")).stream()
                .filter(line -> line.startsWith("sentinel monitor "))
                .map(line -> line.split(" ")[2])
                .findFirst()
                .orElseThrow();
    }

    private static Settings settings(ComposeFile file) {
        Map<String, String> environment = new TreeMap<>(file.environment(SERVICE));
        String mounted = environment.get("PROMOPOOL_CONFIG");
        String source = texts(file.service(SERVICE).path("volumes")).stream()
                .map(volume -> volume.split(":"))
                .filter(volume -> volume[1].equals(mounted))
                .map(volume -> volume[0])
                .findFirst()
                .orElseThrow();
        environment.put("PROMOPOOL_CONFIG", source);
        return Settings.load(environment, Map.of(), Path.of(""));
    }

    /** The commands under "Your own keys and passwords", except the start. */
    @Test
    void the_commands_in_the_manual_make_valid_keys_and_passwords(@TempDir Path folder) throws Exception {
        String manual = Files.readString(Path.of("docs/deployment.md"));
        String commands = Stream.of(manual.split("```sh\n"))
                .map(block -> block.split("```")[0])
                .filter(block -> block.contains("cat > .env"))
                .findFirst()
                .orElseThrow()
                .replace("docker compose up -d", "");
        Process shell = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(folder.toFile())
                .start();
        List<String> printed = shell.inputReader().lines().toList();
        assertEquals(0, shell.waitFor());

        Map<String, String> variables = ComposeFile.variables(folder.resolve(".env"));
        Settings settings = settings(ComposeFile.with(variables));
        assertEquals(3, settings.auth().keys().size());
        for (int i = 0; i < 3; i++) {
            String key = printed.get(i).split(" ")[1];
            ApiKey known = settings.auth().keys().get(i);
            assertEquals(ApiKeys.sha256(key), HexFormat.of().formatHex(known.sha256()));
            assertTrue(printed.get(i).startsWith(known.name() + ":"), printed.toString());
        }
        assertTrue(printed.get(2).endsWith(variables.get("PROMOPOOL_METRICS_KEY")));
        assertTrue(settings.storage().redis().url().orElseThrow().contains(variables.get("REDIS_PASSWORD")));
        Set<String> used = new TreeSet<>();
        ComposeFile.VARIABLE
                .matcher(Files.readString(ComposeFile.FILE))
                .results()
                .forEach(found -> used.add(found.group(1)));
        assertTrue(used.containsAll(variables.keySet()), used.toString());
    }

    @Test
    void a_stop_has_the_time_that_the_service_needs() throws IOException {
        String grace =
                ComposeFile.asItIs().service(SERVICE).path("stop_grace_period").asText();
        Duration stop = settings(ComposeFile.asItIs()).http().stopTimeout();
        assertTrue(Duration.parse("PT" + grace).compareTo(stop.multipliedBy(2)) > 0, grace + " for " + stop);
    }

    @Test
    void everything_that_the_image_copies_exists_and_is_not_ignored() throws IOException {
        List<String> letIn = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        Files.readAllLines(DOCKERFILE).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1).limit(line.split(" ").length - 2))
                .forEach(source -> {
                    assertTrue(Files.exists(Path.of(source)), source);
                    assertTrue(letIn.stream().anyMatch(path -> Path.of(source).startsWith(path)), source);
                });
        assertTrue(Files.readAllLines(Path.of(".gitignore")).contains("/.env"));
        assertFalse(letIn.contains(".env"));
    }

    @Test
    void prometheus_finds_the_key_where_it_looks_for_it() throws IOException {
        Path prometheus = Path.of("config/prometheus/prometheus.yml");
        String target = ComposeFile.asItIs()
                .service("prometheus")
                .path("configs")
                .path(0)
                .path("target")
                .asText();
        String line = "      credentials_file: " + target;
        assertTrue(Files.readAllLines(prometheus).contains(line), prometheus + " needs " + line);
    }
}
