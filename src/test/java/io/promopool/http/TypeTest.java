package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeTest extends ApiCase {
    @BeforeEach
    void fill() throws Exception {
        api.pool.clear();
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
        api.pool.add(
                "A2",
                "birthday",
                20,
                new Expiration(Instant.parse("2024-06-08T12:00:30Z").getEpochSecond()));
        api.pool.add("A3", "easter", 5, Expiration.NEVER);
        api.patch("/v1/codes/A1", "{\"inUse\":true}");
    }

    @Test
    void all_types_are_listed_with_their_counts() throws Exception {
        String types = """
                {"types":[
                {"type":"birthday","available":1,"claimed":0,"retired":1,"expired":0,"total":2},
                {"type":"easter","available":1,"claimed":0,"retired":0,"expired":0,"total":1}]}""";
        assertEquals(TestApi.json(types), api.get("/v1/types").json());
    }

    @Test
    void one_type_comes_with_its_lots_by_path_and_by_query() throws Exception {
        Reply reply = api.get("/v1/types/birthday");
        assertEquals(TestApi.json("""
                        {"type":"birthday","available":1,"claimed":0,"retired":1,"expired":0,"total":2,"lots":[
                        {"discount":20,"expirationDate":"2024-06-08T15:00:30","available":1,"claimed":0,"retired":0,
                        "expired":0,"total":1},
                        {"discount":10,"expirationDate":null,"available":0,"claimed":0,"retired":1,"expired":0,
                        "total":1}]}"""), reply.json());
        assertEquals(reply.json(), api.get("/v1/types?type=birthday").json());
    }

    @Test
    void lots_are_paged() throws Exception {
        JsonNode first = api.get("/v1/types/birthday?limit=1").json();
        assertEquals(1, first.get("lots").size());
        JsonNode last = api.get("/v1/types?type=birthday&limit=1&cursor="
                        + first.get("cursor").asText())
                .json();
        assertEquals(10, last.get("lots").get(0).get("discount").asInt());
        assertFalse(last.has("cursor"));
    }

    @Test
    void the_count_is_of_what_such_a_claim_could_get() throws Exception {
        assertEquals(
                TestApi.json("{\"available\":1}"),
                api.get("/v1/types/birthday/count").json());
        assertEquals(
                0,
                api.get("/v1/types/birthday/count?discount=10")
                        .json()
                        .get("available")
                        .asInt());
        assertEquals(
                1,
                api.get("/v1/types/birthday/count?discount=20&days=7")
                        .json()
                        .get("available")
                        .asInt());
        assertEquals(
                0,
                api.get("/v1/types/birthday/count?days=8")
                        .json()
                        .get("available")
                        .asInt());
    }

    @Test
    void an_unknown_type_is_404_wherever_it_is_named() throws Exception {
        for (String path : new String[] {"/v1/types/nix", "/v1/types?type=nix", "/v1/types/nix/count"}) {
            Reply reply = api.get(path);
            assertEquals(404, reply.status());
            assertEquals("unknown-type", reply.problem());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/types?limit=5, type",
        "/v1/types/birthday?cursor=x, cursor",
        "/v1/types/birthday/count?dicsount=5, dicsount",
        "/v1/types/birthday/count?discount=5&discount=6, discount",
        "/v1/types/birthday/count?discount=, discount",
        "/v1/types/birthday/count?discount=100, discount",
        "/v1/types/birthday/count?days=-1, days",
        "/v1/types/birthday/count?days=36501, days",
        "/v1/types/birthday/count?limit=5, limit",
    })
    void a_parameter_that_is_wrong_or_unknown_or_repeated_is_400_and_named(String path, String field) throws Exception {
        Reply reply = api.get(path);
        assertEquals(400, reply.status(), reply.json().toString());
        assertEquals(field, reply.field());
    }
}
