package io.promopool.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workflow for n8n follows the retry rule. Without n8n, the test can only check its settings and expressions. */
class N8nExampleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The outputs of the switch, in order. */
    private static final List<String> BRANCHES = List.of("Send the code", "Send a greeting", "Wait", "Stop");

    private final JsonNode workflow;
    private final Map<String, JsonNode> nodes = new HashMap<>();

    N8nExampleTest() throws IOException {
        workflow = JSON.readTree(Files.readString(Example.FOLDER.resolve("n8n.json")));
        workflow.get("nodes").forEach(node -> nodes.put(node.get("name").asText(), node));
    }

    @Test
    void all_nodes_are_connected_and_each_connection_leads_to_a_node() {
        Set<String> reached = new HashSet<>(List.of("Start"));
        workflow.get("connections").properties().forEach(from -> {
            assertTrue(nodes.containsKey(from.getKey()), from.getKey());
            from.getValue()
                    .get("main")
                    .forEach(output ->
                            output.forEach(to -> reached.add(to.get("node").asText())));
        });
        assertEquals(nodes.keySet(), reached);
    }

    @Test
    void the_request_passes_every_status_on_and_retries_lost_connections_a_bounded_number_of_times() {
        JsonNode request = nodes.get("Get promo code");
        JsonNode parameters = request.get("parameters");
        assertEquals("POST", parameters.get("method").asText());
        assertTrue(parameters.get("url").asText().endsWith("/v1/claims"));
        assertEquals(10_000, parameters.at("/options/timeout").asInt());
        assertTrue(parameters.at("/options/response/response/neverError").asBoolean());
        assertTrue(parameters.at("/options/response/response/fullResponse").asBoolean());
        assertTrue(request.get("retryOnFail").asBoolean());
        assertEquals(5, request.get("maxTries").asInt());
        assertEquals(5_000, request.get("waitBetweenTries").asInt());
    }

    @Test
    void after_a_wait_the_same_request_is_sent_again() {
        assertEquals("Get promo code", targets("Wait").get(0));
        assertEquals("seconds", nodes.get("Wait").at("/parameters/unit").asText());
        assertTrue(nodes.get("Wait").at("/parameters/amount").asInt() >= 30);
        assertEquals(BRANCHES, targets("By status"));
    }

    @ParameterizedTest
    @CsvSource({
        "201, 0, Send the code",
        "200, 0, Send the code",
        "409, 0, Send a greeting",
        "409, 120, Send a greeting",
        "408, 0, Wait",
        "429, 0, Wait",
        "500, 0, Wait",
        "503, 119, Wait",
        "503, 120, Stop",
        "400, 0, Stop",
        "401, 0, Stop",
        "403, 0, Stop",
        "404, 0, Stop",
        "422, 0, Stop"
    })
    void each_status_leads_to_its_branch(int status, int runIndex, String branch) throws Exception {
        String output = nodes.get("By status").at("/parameters/output").asText();
        String values = "const $json = { statusCode: %d }, $runIndex = %d;".formatted(status, runIndex);
        assertEquals(branch, BRANCHES.get(evaluate(values, output).asInt()));
    }

    @Test
    void the_key_is_made_of_the_contact_and_the_campaign_and_of_nothing_that_changes() throws Exception {
        String body = nodes.get("Get promo code").at("/parameters/jsonBody").asText();
        String values = "const $ = name => ({ item: { json: { contact: name + '-7' } } });";
        JsonNode claim = JSON.readTree(evaluate(values, body).asText());
        String expected = "{'type': 'birthday', 'discount': 10, 'days': 7, 'key': 'Contacts-7:birthday-2027'}";
        assertEquals(JSON.readTree(expected.replace('\'', '"')), claim);
        assertFalse(body.contains("$execution") || body.contains("$runIndex") || body.contains("$now"), body);
    }

    private List<String> targets(String node) {
        return workflow.at("/connections/" + node + "/main").findValuesAsText("node");
    }

    /** The value of an n8n expression, {@code ={{ … }}}, which is JavaScript. */
    private static JsonNode evaluate(String values, String expression) throws Exception {
        Example.assumeInstalled("node");
        assertTrue(expression.startsWith("={{") && expression.endsWith("}}"), expression);
        String code = values + "console.log(JSON.stringify(" + expression.substring(3, expression.length() - 2) + "))";
        Example.Result result = Example.Run.of(List.of("node", "-e", code), URI.create("http://127.0.0.1"), "")
                .end();
        assertEquals(0, result.status(), result.toString());
        return JSON.readTree(result.output());
    }
}
