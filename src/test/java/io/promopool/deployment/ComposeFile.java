package io.promopool.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as Compose sees it: anchors and merges resolved, variables filled in. */
final class ComposeFile {
    static final Path FILE = Path.of("docker-compose.yml");
    static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)(-([^}]*))?}");
    private static final Path HA_ENV = Path.of("config/ha.env");

    private final JsonNode document;

    private ComposeFile(JsonNode document) {
        this.document = document;
    }

    /** With no variable set, as for a first try. */
    static ComposeFile asItIs() throws IOException {
        return with(Map.of());
    }

    /** With {@code --env-file config/ha.env --profile ha}. */
    static ComposeFile withReplica() throws IOException {
        return with(haEnv());
    }

    static ComposeFile with(Map<String, String> environment) throws IOException {
        Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(FILE));
        return new ComposeFile(new ObjectMapper().valueToTree(filled(yaml, environment)));
    }

    static Map<String, String> haEnv() throws IOException {
        return variables(HA_ENV);
    }

    /** The variables that a file for {@code --env-file} sets. */
    static Map<String, String> variables(Path file) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                variables.put(parts[0], parts[1].replaceAll("^\"|\"$", ""));
            }
        }
        return variables;
    }

    private static Object filled(Object node, Map<String, String> environment) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> filled = new TreeMap<>();
            map.forEach((key, value) -> filled.put(key.toString(), filled(value, environment)));
            return filled;
        }
        if (node instanceof List<?> list) {
            return list.stream().map(item -> filled(item, environment)).toList();
        }
        return node instanceof String text ? filled(text, environment) : node;
    }

    private static String filled(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        environment.getOrDefault(found.group(1), found.group(3) == null ? "" : found.group(3))))
                .replace("$$", "$");
    }

    JsonNode document() {
        return document;
    }

    Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new TreeMap<>();
        document.path("services").properties().forEach(service -> services.put(service.getKey(), service.getValue()));
        return services;
    }

    JsonNode service(String name) {
        return document.path("services").path(name);
    }

    /** The environment of a container. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        return environment;
    }

    /** The items of a list, such as a command. */
    static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
