package io.promopool.http.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Forbids the members that a schema does not name, unless the schema is a part of another one. */
final class StrictSchemas {
    private StrictSchemas() {}

    /** Closes the schemas of all responses of a description, and the schemas that they refer to. */
    static void closeAll(ObjectNode description) {
        description.at("/components/schemas").forEach(StrictSchemas::closeMembers);
        description.at("/components/responses").forEach(StrictSchemas::closeResponse);
        description
                .path("paths")
                .forEach(path ->
                        path.forEach(operation -> operation.path("responses").forEach(StrictSchemas::closeResponse)));
    }

    private static void closeResponse(JsonNode answer) {
        answer.path("content").forEach(content -> close(content.path("schema")));
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            closeMembers(object);
            if (!object.has("additionalProperties") && !object.has("oneOf") && !object.has("anyOf")) {
                object.put("unevaluatedProperties", false);
            }
        }
    }

    private static void closeMembers(JsonNode schema) {
        schema.path("properties").forEach(StrictSchemas::close);
        close(schema.path("items"));
        List.of("oneOf", "anyOf").forEach(choice -> schema.path(choice).forEach(StrictSchemas::close));
        schema.path("allOf").forEach(StrictSchemas::closeMembers);
    }
}
