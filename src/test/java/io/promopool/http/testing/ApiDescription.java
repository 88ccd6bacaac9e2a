package io.promopool.http.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description in {@code web/openapi.yaml}, as a check of responses. It is stricter than the file. The file allows
 * more members in later versions; here a response has only the members that the file names.
 */
public final class ApiDescription {
    private static final String IRI = "https://promopool.invalid/openapi";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final ApiDescription INSTANCE = load();

    private final ObjectNode document;
    private final SchemaRegistry schemas;

    /** One method of one path. */
    public record Operation(String method, String path, JsonNode node) {
        public String id() {
            return node.path("operationId").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }

        /** Whether its response goes on until one side ends it. */
        public boolean isStream() {
            return node.at("/responses/200/content").has("text/event-stream");
        }

        public Set<Integer> statuses() {
            Set<Integer> statuses = new TreeSet<>();
            node.path("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.parseInt(status)));
            return statuses;
        }

        private boolean matches(String otherMethod, String rawPath) {
            String pattern = path.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+");
            return method.equals(otherMethod.equals("HEAD") ? "GET" : otherMethod) && rawPath.matches(pattern);
        }
    }

    private ApiDescription(ObjectNode document) {
        this.document = document;
        ObjectNode strict = document.deepCopy();
        StrictSchemas.closeAll(strict);
        this.schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(IRI, strict.toString())));
    }

    public static ApiDescription get() {
        return INSTANCE;
    }

    public ObjectNode document() {
        return document;
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))
                        .forEach(operations::add));
        return operations;
    }

    /** If two operations match, the one without a parameter in its path. */
    public Optional<Operation> operation(String method, String rawPath) {
        return operations().stream()
                .filter(operation -> operation.matches(method, rawPath))
                .min(Comparator.comparing(operation -> operation.path().contains("{")));
    }

    /** Fails if the description does not have this response. A request that it does not have passes. */
    public void check(HttpResponse<?> response, JsonNode body) {
        String method = response.request().method();
        operation(method, response.uri().getRawPath()).ifPresent(operation -> {
            String what = method + " " + response.uri() + " " + response.statusCode() + " " + body;
            check(operation, response.statusCode(), response.headers(), method.equals("HEAD"), body, what);
        });
    }

    private void check(
            Operation operation, int status, HttpHeaders headers, boolean isHead, JsonNode body, String what) {
        String pointer = resolve("/paths/" + escape(operation.path()) + "/"
                + operation.method().toLowerCase(Locale.ROOT) + "/responses/" + status);
        JsonNode answer = document.at(pointer);
        assertTrue(answer.isObject(), "the status is not described: " + what);
        answer.path("headers")
                .fieldNames()
                .forEachRemaining(header ->
                        assertTrue(headers.firstValue(header).isPresent(), "without " + header + ": " + what));
        String mediaType = headers.firstValue("Content-Type").orElse("").split(";")[0];
        if (!answer.has("content")) {
            assertEquals("", mediaType, what);
            return;
        }
        assertTrue(answer.path("content").has(mediaType), "the media type is not described: " + mediaType + " " + what);
        if (mediaType.endsWith("json") && !isHead) {
            checkSchema(pointer + "/content/" + escape(mediaType) + "/schema", body, what);
        }
    }

    /** Fails if the value does not match the schema at that place of the file. */
    public void checkSchema(String pointer, JsonNode value, String what) {
        Schema schema = schemas.getSchema(SchemaLocation.of(IRI + "#" + pointer));
        List<Error> errors =
                schema.validate(value, run -> run.executionConfig(config -> config.formatAssertionsEnabled(true)));
        if (!errors.isEmpty()) {
            fail(what + ": " + errors);
        }
    }

    /** Follows a reference to another place of the file. */
    public String resolve(String pointer) {
        String reference = document.at(pointer).path("$ref").asText();
        return reference.isEmpty() ? pointer : reference.substring(1);
    }

    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static ApiDescription load() {
        try (InputStream in = ApiDescription.class.getResourceAsStream("/web/openapi.yaml")) {
            return new ApiDescription((ObjectNode) YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
