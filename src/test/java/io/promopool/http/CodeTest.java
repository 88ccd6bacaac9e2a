package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest extends ApiCase {
    @BeforeEach
    void fill() {
        api.pool.clear();
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
        api.pool.add("A2", "birthday", 10, Expiration.NEVER);
        api.pool.add("A3", "easter", 5, Expiration.NEVER);
    }

    @Test
    void a_code_is_shown_by_path_and_by_query() throws Exception {
        Reply reply = api.get("/v1/codes/A1");
        assertEquals(200, reply.status());
        assertEquals(
                TestApi.json("{\"code\":\"A1\",\"type\":\"birthday\",\"discount\":10,\"expirationDate\":null,"
                        + "\"inUse\":false,\"state\":\"available\"}"),
                reply.json());
        assertEquals(reply.json(), api.get("/v1/codes?code=A1").json());
    }

    @Test
    void a_claimed_code_shows_when_and_to_which_key() throws Exception {
        api.post("/v1/claims", "{\"type\":\"birthday\",\"key\":\"k\"}");
        Reply reply = api.get("/v1/codes/A1");
        assertEquals("claimed", reply.json().get("state").asText());
        assertTrue(reply.json().get("inUse").asBoolean());
        assertEquals("2024-06-01T12:00:00Z", reply.json().get("claimedAt").asText());
        assertEquals("k", reply.json().get("key").asText());
    }

    @Test
    void an_unknown_code_is_404() throws Exception {
        assertEquals("unknown-code", api.get("/v1/codes/nix").problem());
        assertEquals("unknown-code", api.get("/v1/codes?code=nix").problem());
        assertEquals(
                "unknown-code", api.patch("/v1/codes/nix", "{\"inUse\":true}").problem());
    }

    @Test
    void a_code_is_retired_and_made_available_again() throws Exception {
        Reply retired = api.patch("/v1/codes/A1", "{\"inUse\":true}");
        assertEquals(200, retired.status());
        assertEquals("retired", retired.json().get("state").asText());
        assertEquals(
                retired.json(), api.patch("/v1/codes/A1", "{\"inUse\":true}").json());
        assertEquals(
                "available",
                api.patch("/v1/codes/A1", "{\"inUse\":false}")
                        .json()
                        .get("state")
                        .asText());
    }

    @Test
    void a_claimed_code_can_not_be_made_available_again() throws Exception {
        api.post("/v1/claims", "{\"type\":\"birthday\"}");
        assertEquals(200, api.patch("/v1/codes/A1", "{\"inUse\":true}").status());
        Reply refused = api.patch("/v1/codes/A1", "{\"inUse\":false}");
        assertEquals(409, refused.status());
        assertEquals("already-claimed", refused.problem());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"inUse\":\"true\"}",
                "{\"inUse\":null}",
                "{\"inUse\":true,\"type\":\"x\"}",
                "{\"inuse\":true}",
                "true"
            })
    void a_patch_accepts_in_use_and_nothing_else(String body) throws Exception {
        assertEquals(400, api.patch("/v1/codes/A1", body).status());
        assertFalse(api.get("/v1/codes/A1").json().get("inUse").asBoolean());
    }

    @Test
    void codes_cannot_be_deleted_and_the_response_says_what_to_do() throws Exception {
        Reply reply = api.send(api.to("/v1/codes/A1").DELETE());
        assertEquals(405, reply.status());
        assertEquals("method-not-allowed", reply.problem());
        assertEquals("GET, PATCH, HEAD", reply.header("Allow"));
        assertTrue(reply.detail().contains("{\"inUse\": true}"));
    }

    @Test
    void a_search_pages_to_its_end() throws Exception {
        Reply first = api.get("/v1/codes?limit=2");
        assertEquals(2, first.json().get("codes").size());
        Reply last =
                api.get("/v1/codes?limit=2&cursor=" + first.json().get("cursor").asText());
        assertEquals("A3", last.json().get("codes").get(0).get("code").asText());
        assertFalse(last.json().has("cursor"));
    }

    @Test
    void a_search_filters_by_type_and_state() throws Exception {
        api.patch("/v1/codes/A2", "{\"inUse\":true}");
        Reply reply = api.get("/v1/codes?type=birthday&state=retired");
        assertEquals(1, reply.json().get("codes").size());
        assertEquals("A2", reply.json().get("codes").get(0).get("code").asText());
        assertEquals(0, api.get("/v1/codes?type=nix").json().get("codes").size());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/codes?state=gone, state",
        "/v1/codes?limit=0, limit",
        "/v1/codes?limit=1001, limit",
        "/v1/codes?limit=ten, limit",
        "/v1/codes?limit=, limit",
        "/v1/codes?cursor=x, cursor",
        "/v1/codes?typ=birthday, typ",
        "/v1/codes?type=a&type=b, type",
        "/v1/codes?type=, type",
        "/v1/codes?code=A1&state=retired, state",
        "/v1/codes/A1?type=birthday, type",
        "/v1/codes/%20, code",
        "/v1/codes/a%0Ab, code",
    })
    void a_parameter_that_is_wrong_or_unknown_or_repeated_is_400_and_named(String path, String field) throws Exception {
        Reply reply = api.get(path);
        assertEquals(400, reply.status(), reply.json().toString());
        assertEquals(field, reply.field());
    }
}
