package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimTest extends ApiCase {
    @BeforeEach
    void fill() {
        api.pool.clear();
        api.pool.add(
                "A1",
                "birthday",
                10,
                new Expiration(Instant.parse("2024-12-31T21:59:00Z").getEpochSecond()));
        api.pool.add("A2", "birthday", 20, Expiration.NEVER);
    }

    @Test
    void a_claim_is_201_with_the_code_and_dates_in_the_configured_zone() throws Exception {
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":10,\"days\":7,\"key\":\"run-17\"}");
        assertEquals(201, reply.status());
        assertEquals("application/json", reply.header("Content-Type"));
        assertEquals("no-store", reply.header("Cache-Control"));
        assertEquals(TestApi.json("""
                        {"promocode":"A1","type":"birthday","discount":10,"expirationDate":"2024-12-31T23:59",
                        "claimedAt":"2024-06-01T12:00:00Z","key":"run-17"}"""), reply.json());
    }

    @Test
    void a_code_that_never_expires_has_the_date_null() throws Exception {
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":20}");
        assertTrue(reply.json().get("expirationDate").isNull());
    }

    @Test
    void a_repeated_key_is_200_with_the_same_code_and_says_so() throws Exception {
        String body = "{\"type\":\"birthday\",\"key\":\"k\"}";
        Reply first = api.post("/v1/claims", body);
        Reply second = api.post("/v1/claims", body);
        assertEquals(200, second.status());
        assertEquals(first.json(), second.json());
        assertEquals("", first.header("Idempotent-Replayed"));
        assertEquals("true", second.header("Idempotent-Replayed"));
    }

    @Test
    void a_claim_without_a_key_gets_one_for_retries() throws Exception {
        Reply first = api.post("/v1/claims", "{\"type\":\"birthday\"}");
        String key = first.json().get("key").asText();
        assertTrue(key.matches("auto:[0-9a-f]{32}"), key);
        Reply again = api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"" + key + "\"}");
        assertEquals(200, again.status());
        assertEquals(first.json().get("promocode"), again.json().get("promocode"));
    }

    @Test
    void keys_with_the_prefix_of_the_service_are_refused_in_another_form() throws Exception {
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"auto:mine\"}");
        assertEquals(400, reply.status());
        assertEquals("key", reply.field());
    }

    @Test
    void the_header_idempotency_key_is_the_key() throws Exception {
        assertEquals(
                "h-1",
                claimWithHeader("h-1", "{\"type\":\"birthday\"}")
                        .json()
                        .get("key")
                        .asText());
        Reply same = claimWithHeader("h-1", "{\"type\":\"birthday\",\"key\":\" h-1 \"}");
        assertEquals(200, same.status());
        Reply other = claimWithHeader("h-1", "{\"type\":\"birthday\",\"key\":\"h-2\"}");
        assertEquals(400, other.status());
        assertEquals("key", other.field());
    }

    @Test
    void headers_that_differ_in_case_alone_are_two_keys_also_on_one_connection() throws Exception {
        String claim = "POST /v1/claims HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 19\r\n";
        String body = "{\"type\":\"birthday\"}";
        String replies = api.raw(claim + "Idempotency-Key: run-a\r\n\r\n" + body + claim
                + "Connection: close\r\nIdempotency-Key: run-A\r\n\r\n" + body);
        assertTrue(replies.contains("\"key\":\"run-a\"") && replies.contains("\"key\":\"run-A\""), replies);
    }

    @Test
    void a_header_that_is_too_long_or_empty_or_not_ascii_is_refused() throws Exception {
        for (String key : new String[] {"k".repeat(256), " ", "ключ"}) {
            String reply = api.raw(
                    "POST /v1/claims HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Content-Type: application/json",
                    "Idempotency-Key: " + key,
                    "Content-Length: 0");
            assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        }
        assertEquals(0, api.get("/v1/codes?state=claimed").json().get("codes").size());
    }

    @Test
    void a_repeated_header_is_refused() throws Exception {
        Reply reply = api.send(api.to("/v1/claims")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "a")
                .header("Idempotency-Key", "a")
                .POST(BodyPublishers.ofString("{\"type\":\"birthday\"}")));
        assertEquals(400, reply.status());
        assertEquals("Idempotency-Key", reply.field());
    }

    @Test
    void an_unknown_type_and_an_empty_pool_and_a_reused_key_are_different_problems() throws Exception {
        Reply unknown = api.post("/v1/claims", "{\"type\":\"nix\"}");
        assertEquals(404, unknown.status());
        assertEquals("unknown-type", unknown.problem());
        assertEquals("application/problem+json", unknown.header("Content-Type"));
        Reply exhausted = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":10,\"days\":300}");
        assertEquals(409, exhausted.status());
        assertEquals("pool-exhausted", exhausted.problem());
        assertTrue(exhausted.detail().contains("discount 10")
                && exhausted.detail().contains("more than 300 days from now"));
        api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":10,\"key\":\"k\"}");
        Reply reused = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":20,\"key\":\"k\"}");
        assertEquals(422, reused.status());
        assertEquals("claim-key-reused", reused.problem());
    }

    @Test
    void an_unavailable_storage_is_503_with_the_outcome_and_the_key() throws Exception {
        api.pool.failWith(new StorageException(StorageException.Outcome.UNKNOWN, "secret host is away"));
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\"}");
        assertEquals(503, reply.status());
        assertEquals("storage-unavailable", reply.problem());
        assertEquals("unknown", reply.json().get("outcome").asText());
        assertTrue(reply.json().get("key").asText().startsWith("auto:"));
        assertEquals("1", reply.header("Retry-After"));
        assertTrue(!reply.json().toString().contains("secret"));
        api.pool.failWith(new StorageException(StorageException.Outcome.NONE, "away"));
        assertEquals(
                "none",
                api.post("/v1/claims", "{\"type\":\"birthday\"}")
                        .json()
                        .get("outcome")
                        .asText());
        assertEquals(503, api.get("/v1/claims/k").status());
    }

    @Test
    void a_refusal_because_something_underneath_has_changed_says_what() throws Exception {
        api.pool.failWith(StorageException.refused("Redis no longer holds pool 17", null));
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        assertEquals(503, reply.status());
        assertEquals("none", reply.json().get("outcome").asText());
        assertEquals(
                "The storage is unavailable: Redis no longer holds pool 17. Nothing was done; retry shortly.",
                reply.detail());
        assertEquals(reply.detail(), api.get("/v1/claims/k").detail());
    }

    @Test
    void too_many_claims_are_429() throws Exception {
        api.pool.failWith(new OverloadedException("full"));
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        assertEquals(429, reply.status());
        assertEquals("too-many-requests", reply.problem());
        assertEquals("1", reply.header("Retry-After"));
    }

    @Test
    void a_fault_of_the_service_is_500_and_leaks_nothing() throws Exception {
        api.pool.failWith(new IllegalStateException("secret"));
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\"}");
        assertEquals(500, reply.status());
        assertEquals("internal-error", reply.problem());
        assertTrue(!reply.json().toString().contains("secret"));
        Reply lookUp = api.get("/v1/types");
        assertEquals("internal-error", lookUp.problem());
    }

    @Test
    void a_claim_whose_date_can_not_be_rendered_is_answered_all_the_same() throws Exception {
        api.pool.add(
                "A3",
                "odd",
                0,
                new Expiration(Instant.MAX.getEpochSecond())); // beyond the last year that Kyiv time has
        Reply reply = api.post("/v1/claims", "{\"type\":\"odd\",\"key\":\"k\"}");
        assertEquals(500, reply.status());
        assertEquals("internal-error", reply.problem());
        assertEquals("k", reply.json().path("key").asText());
    }

    @Test
    void a_test_claims_nothing_and_answers_with_an_invented_code() throws Exception {
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":20,\"test\":true,\"key\":\"k\"}");
        assertEquals(201, reply.status());
        assertTrue(
                reply.json().get("promocode").asText().matches("TEST-[2-9A-HJ-NP-Z]{8}"),
                reply.json().toString());
        assertEquals("k", reply.json().get("key").asText());
        assertTrue(reply.json().get("test").asBoolean());
        assertEquals(20, reply.json().get("discount").asInt());
        assertEquals("2024-06-01T12:00:00Z", reply.json().get("claimedAt").asText());
        assertEquals(CodeState.AVAILABLE, api.pool.find("A2").orElseThrow().state());
        assertEquals(404, api.get("/v1/claims/k").status());
        assertTrue(api.post("/v1/claims", "{\"type\":\"birthday\",\"test\":true}")
                .json()
                .get("key")
                .isNull());
    }

    @Test
    void a_test_needs_a_type_that_has_stock() throws Exception {
        assertEquals(
                "unknown-type",
                api.post("/v1/claims", "{\"type\":\"nix\",\"test\":true}").problem());
        Reply exhausted = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":30,\"test\":true}");
        assertEquals("pool-exhausted", exhausted.problem());
    }

    @Test
    void a_claim_can_be_looked_up_by_path_and_by_query() throws Exception {
        Reply claim = api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"run 17/ü\"}");
        assertEquals(claim.json(), api.get("/v1/claims/run%2017%2F%C3%BC").json());
        assertEquals(claim.json(), api.get("/v1/claims?key=run+17/%C3%BC").json());
        Reply unknown = api.get("/v1/claims/nix");
        assertEquals(404, unknown.status());
        assertEquals("unknown-claim", unknown.problem());
        assertEquals("key", api.get("/v1/claims").field());
    }

    private Reply claimWithHeader(String key, String body) throws Exception {
        return api.send(api.to("/v1/claims")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }
}
