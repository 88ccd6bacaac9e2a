package io.promopool.http;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.promopool.auth.Role;
import io.promopool.http.message.ProblemType;
import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.ApiDescription;
import io.promopool.http.testing.ApiDescription.Operation;
import io.promopool.http.testing.ExampleRequest;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API matches the routes, in both directions. */
class ApiDescriptionTest extends ApiCase {
    private static final ApiDescription DESCRIPTION = ApiDescription.get();

    @BeforeEach
    void clear() {
        api.pool.clear();
    }

    @Test
    void it_is_openapi_3_1_by_the_official_schema() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaIdResolvers(
                        ids -> ids.mapPrefix("https://spec.openapis.org/oas/3.1/", "classpath:openapi/3.1/")));
        Schema official =
                registry.getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2025-09-15"));
        assertEquals(List.of(), official.validate(DESCRIPTION.document()));
        ObjectNode wrong = DESCRIPTION.document().deepCopy();
        ((ObjectNode) wrong.at("/components/schemas/Discount")).put("maximum", "many");
        assertTrue(official.validate(wrong).size() > 0, "nested schemas are checked too");
    }

    @Test
    void each_route_is_described_and_each_operation_is_a_route() {
        Set<String> routes =
                routes().map(route -> route.method + " " + route.path).collect(toSet());
        Set<String> described = DESCRIPTION.operations().stream()
                .flatMap(operation -> Stream.of(operation.method(), "HEAD")
                        .filter(method -> method.equals(operation.method())
                                || operation.method().equals("GET"))
                        .map(method -> method + " " + operation.path()))
                .collect(toSet());
        assertEquals(new TreeSet<>(described), new TreeSet<>(routes));
    }

    @Test
    void the_roles_of_each_operation_are_those_of_its_route() {
        Map<String, Set<String>> ofRoutes = routes().filter(
                        route -> !route.method.name().equals("HEAD"))
                .collect(toMap(route -> route.method + " " + route.path, ApiDescriptionTest::roles));
        Map<String, Set<String>> described = new TreeMap<>();
        for (Operation operation : DESCRIPTION.operations()) {
            for (String scheme : List.of("bearer", "basic")) {
                Set<String> roles = new TreeSet<>();
                operation
                        .node()
                        .path("security")
                        .forEach(way -> way.path(scheme).forEach(role -> roles.add(role.asText())));
                described.merge(operation.method() + " " + operation.path(), roles, (bearer, basic) -> {
                    assertEquals(bearer, basic);
                    return basic;
                });
            }
        }
        assertEquals(new TreeMap<>(ofRoutes), described);
    }

    @Test
    void each_problem_type_is_described_with_its_status() {
        JsonNode named = DESCRIPTION.document().at("/components/schemas/Problem/properties/type/enum");
        assertEquals(
                Stream.of(ProblemType.values()).map(ProblemType::uri).collect(toSet()),
                StreamSupport.stream(named.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(toSet()));
        String text = DESCRIPTION.document().at("/info/description").asText();
        for (ProblemType type : ProblemType.values()) {
            String name = type.uri().replace("urn:promopool:problem:", "");
            assertTrue(text.contains("| %d | `%s` |".formatted(type.status(), name)), name + " is not in the table");
        }
    }

    @Test
    void each_example_of_a_problem_has_the_status_and_title_of_its_type() {
        Map<String, ProblemType> types = Stream.of(ProblemType.values()).collect(toMap(ProblemType::uri, type -> type));
        for (JsonNode answer : DESCRIPTION.document().at("/components/responses")) {
            JsonNode example = answer.at("/content/application~1problem+json/example");
            if (answer.has("content")) {
                ProblemType type = types.get(example.path("type").asText());
                assertEquals(type.status(), example.path("status").asInt(), example.toString());
                assertEquals(type.title(), example.path("title").asText(), example.toString());
            }
        }
    }

    @Test
    void each_example_is_as_its_schema() {
        int checked = checkExamples("", DESCRIPTION.document());
        assertTrue(checked > 40, "examples checked: " + checked);
    }

    /** Uploads come first, because the other examples use their codes. */
    @Test
    void a_newcomer_can_send_each_example_as_it_is() throws Exception {
        Operation upload = DESCRIPTION.operation("POST", "/v1/codes").orElseThrow();
        List<Operation> tour = Stream.concat(
                        Stream.of(upload),
                        DESCRIPTION.operations().stream()
                                .filter(operation -> !operation.id().equals(upload.id())))
                .toList();
        for (Operation operation : tour) {
            for (ExampleRequest request : ExampleRequest.of(DESCRIPTION, operation)) {
                if (operation.isStream()) {
                    api.stream(request.to(api).header("Accept", "text/event-stream"))
                            .close();
                    continue;
                }
                Reply reply = api.send(request.to(api));
                assertTrue(reply.status() < 300, request + ": " + reply.status() + " " + reply.json());
                assertEquals(
                        0, reply.json().path("rejected").asInt(), reply.json().toString());
            }
        }
    }

    @Test
    void an_answer_that_is_not_as_described_is_noticed() throws Exception {
        String claim = "/paths/~1v1~1claims/post/responses/201/content/application~1json/schema";
        ObjectNode good = (ObjectNode) TestApi.json("""
                {"promocode":"A1","type":"birthday","discount":10,"expirationDate":null,
                "claimedAt":"2024-06-01T12:00:00Z","key":"k"}""");
        DESCRIPTION.checkSchema(claim, good, "good");
        for (ObjectNode bad : List.of(
                good.deepCopy().put("discount", 100),
                good.deepCopy().put("claimedAt", "yesterday"),
                good.deepCopy().put("expirationDate", "2024-06-01"),
                good.deepCopy().put("other", 1),
                (ObjectNode) good.deepCopy().without("key"))) {
            assertThrows(AssertionError.class, () -> DESCRIPTION.checkSchema(claim, bad, "bad"), bad.toString());
        }
        String problem = "/components/responses/PoolExhausted/content/application~1problem+json/schema";
        JsonNode other = DESCRIPTION
                .document()
                .at("/components/responses/InvalidRequest/content/application~1problem+json/example");
        assertThrows(AssertionError.class, () -> DESCRIPTION.checkSchema(problem, other, "of another type"));
    }

    /** Checks each place that has a schema and examples. Returns the number of examples. */
    private static int checkExamples(String pointer, JsonNode node) {
        int checked = 0;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String place = pointer + "/" + ApiDescription.escape(member.getKey());
            checked += checkExamples(place, member.getValue());
            boolean isExamples =
                    member.getKey().equals("examples") && member.getValue().isObject();
            if (node.has("schema") && member.getKey().equals("example")) {
                DESCRIPTION.checkSchema(pointer + "/schema", member.getValue(), place);
                checked++;
            } else if (node.has("schema") && isExamples) {
                for (JsonNode example : member.getValue()) {
                    DESCRIPTION.checkSchema(pointer + "/schema", example.path("value"), place);
                    checked++;
                }
            } else if (member.getKey().equals("examples")) {
                for (JsonNode example : member.getValue()) {
                    DESCRIPTION.checkSchema(pointer, example, place);
                    checked++;
                }
            }
        }
        return checked;
    }

    /** Paths under /web are the files of the pages. */
    private static Stream<Endpoint> routes() {
        return api.server.routes().stream().filter(route -> !route.path.startsWith(Paths.WEB));
    }

    private static Set<String> roles(Endpoint route) {
        return RouteAccess.rolesOf(route.metadata(Roles.class).getRoles()).stream()
                .map(Role::label)
                .collect(toSet());
    }
}
