package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import io.promopool.pool.StorageException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimBatchTest extends ApiCase {
    private static final String CLAIM = "{\"type\":\"birthday\"}";

    @BeforeEach
    void fill() {
        api.pool.clear();
        for (int i = 0; i < 1_000; i++) {
            api.pool.add("C" + i, "birthday", 10, Expiration.NEVER);
        }
    }

    @Test
    void each_element_has_its_own_result_in_order() throws Exception {
        api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"old\"}");
        JsonNode results = batch("""
                [{"type":"birthday","key":"a"}, {"type":"birthday","key":"a"}, {"type":"birthday","key":"old"},
                 {"type":"nix"}, {"type":"birthday","discount":20}, {"typ":"birthday"}, 5, null, [],
                 {"type":"birthday","type":"x"}, {"type":"birthday","test":true,"key":"t"},
                 {"type":"birthday","discount":11,"key":"old"},
                 {"type":"birthday","discount":{"a":[1]}}]""").json().get("results");
        int[] statuses = IntStream.range(0, results.size())
                .map(i -> results.get(i).get("status").asInt())
                .toArray();
        assertEquals(
                "201 200 200 404 409 400 400 400 400 400 201 422 400",
                IntStream.of(statuses).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        assertEquals("C1", results.get(0).get("promocode").asText());
        assertEquals(results.get(0).get("promocode"), results.get(1).get("promocode"));
        assertTrue(!results.get(0).has("replayed")
                && results.get(1).get("replayed").asBoolean());
        assertEquals("C0", results.get(2).get("promocode").asText());
        assertEquals(
                "urn:promopool:problem:unknown-type", results.get(3).get("type").asText());
        assertEquals("typ", results.get(5).get("field").asText());
        assertEquals("type", results.get(9).get("field").asText());
        assertTrue(results.get(10).get("promocode").asText().startsWith("TEST-"));
        assertEquals("discount", results.get(12).get("field").asText());
        assertEquals(404, api.get("/v1/claims/t").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"type\":\"birthday\"}",
                "[]",
                "[",
                "[{\"type\":\"birthday\"}",
                "[{\"type\":\"birthday\"}] x",
                "null"
            })
    void a_body_that_is_wrong_as_a_whole_is_400_and_claims_nothing(String body) throws Exception {
        Reply reply = batch(body);
        assertEquals(400, reply.status(), reply.json().toString());
        assertEquals("invalid-request", reply.problem());
        assertEquals(1_000, available());
    }

    @Test
    void a_thousand_are_accepted_and_one_more_is_not() throws Exception {
        assertEquals(400, batch(claims(1_001)).status());
        assertEquals(1_000, available());
        Reply reply = batch(claims(1_000));
        assertEquals(200, reply.status());
        assertEquals(1_000, reply.json().get("results").size());
        assertEquals(0, available());
    }

    @Test
    void a_body_over_1_mb_is_413() throws Exception {
        assertEquals(413, batch("[" + " ".repeat(1_100_000) + CLAIM + "]").status());
    }

    @Test
    void elements_without_a_key_get_one_from_the_header() throws Exception {
        String body = "[" + CLAIM + ",{\"type\":\"birthday\",\"key\":\"own\"}," + CLAIM + "]";
        JsonNode first = batchWithHeader("run-9", body).json().get("results");
        assertEquals("run-9/0", first.get(0).get("key").asText());
        assertEquals("own", first.get(1).get("key").asText());
        assertEquals("run-9/2", first.get(2).get("key").asText());
        JsonNode again = batchWithHeader("run-9", body).json().get("results");
        for (int i = 0; i < 3; i++) {
            assertEquals(first.get(i).get("promocode"), again.get(i).get("promocode"));
            assertEquals(200, again.get(i).get("status").asInt());
        }
    }

    @Test
    void a_header_that_becomes_too_long_is_an_error_of_the_elements_without_a_key() throws Exception {
        JsonNode results = batchWithHeader("k".repeat(254), "[" + CLAIM + ",{\"type\":\"birthday\",\"key\":\"own\"}]")
                .json()
                .get("results");
        assertEquals(400, results.get(0).get("status").asInt());
        assertEquals("key", results.get(0).get("field").asText());
        assertEquals(201, results.get(1).get("status").asInt());
    }

    @Test
    void while_the_storage_is_unavailable_each_claim_is_503_with_its_key_and_so_is_each_test() throws Exception {
        api.pool.failWith(new StorageException(StorageException.Outcome.UNKNOWN, "away"));
        JsonNode results = batch("""
                [{"type":"birthday","key":"a"}, {"type":"birthday"}, {"type":"birthday","test":true},
                 {"type":"birthday","test":true}]""").json().get("results");
        for (JsonNode result : results) {
            assertEquals(503, result.get("status").asInt());
            assertEquals("unknown", result.get("outcome").asText());
        }
        assertEquals("a", results.get(0).get("key").asText());
        assertTrue(results.get(1).get("key").asText().startsWith("auto:"));
    }

    private int available() throws Exception {
        return api.get("/v1/types/birthday/count").json().get("available").asInt();
    }

    private static String claims(int count) {
        return IntStream.range(0, count).mapToObj(i -> CLAIM).collect(Collectors.joining(",", "[", "]"));
    }

    private Reply batch(String body) throws Exception {
        return api.post("/v1/claims/batch", body);
    }

    private Reply batchWithHeader(String key, String body) throws Exception {
        return api.send(api.to("/v1/claims/batch")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }
}
