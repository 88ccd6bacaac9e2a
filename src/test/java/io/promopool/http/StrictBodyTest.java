package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBodyTest extends ApiCase {
    @BeforeAll
    static void fill() {
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                             | type",
                "{\"type\":null}                                | type",
                "{\"type\":5}                                   | type",
                "{\"type\":\"\"}                                | type",
                "{\"type\":\"a\\u0000b\"}                       | type",
                "{\"type\":\"\\ud800\"}                         | type",
                "{\"type\":\"birthday\",\"dicsount\":5}         | dicsount",
                "{\"type\":\"birthday\",\"type\":\"birthday\"}  | type",
                "{\"type\":\"birthday\",\"discount\":100}       | discount",
                "{\"type\":\"birthday\",\"discount\":-1}        | discount",
                "{\"type\":\"birthday\",\"discount\":5.0}       | discount",
                "{\"type\":\"birthday\",\"discount\":1e1}       | discount",
                "{\"type\":\"birthday\",\"discount\":\"\"}      | discount",
                "{\"type\":\"birthday\",\"discount\":\"ten\"}   | discount",
                "{\"type\":\"birthday\",\"discount\":null}      | discount",
                "{\"type\":\"birthday\",\"discount\":[5]}       | discount",
                "{\"type\":\"birthday\",\"discount\":99999999999999999999} | discount",
                "{\"type\":\"birthday\",\"days\":36501}         | days",
                "{\"type\":\"birthday\",\"days\":true}          | days",
                "{\"type\":\"birthday\",\"days\":\"7 days\"}    | days",
                "{\"type\":\"birthday\",\"key\":17}             | key",
                "{\"type\":\"birthday\",\"key\":\"\"}           | key",
                "{\"type\":\"birthday\",\"key\":{}}             | key",
                "{\"type\":\"birthday\",\"test\":\"true\"}      | test",
                "{\"type\":\"birthday\",\"test\":1}             | test",
            })
    void a_field_that_breaks_its_rule_is_400_and_named(String body, String field) throws Exception {
        Reply reply = api.post("/v1/claims", body);
        assertEquals(400, reply.status(), reply.json().toString());
        assertEquals("invalid-request", reply.problem());
        assertEquals(field, reply.field());
        assertTrue(reply.detail().startsWith(field + " "), reply.detail());
    }

    @Test
    void the_detail_names_the_value_and_what_to_do() throws Exception {
        Reply reply = api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":\"ten\"}");
        assertEquals("discount is \"ten\"; it must be a whole number such as 5", reply.detail());
        Reply unknown = api.post("/v1/claims", "{\"type\":\"birthday\",\"dicsount\":5}");
        assertEquals(
                "dicsount is not a field of this request; its fields are type, discount, days, key, test",
                unknown.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"05", "\"05\"", "5", "\"5\"", "0", "99"})
    void digits_are_accepted_with_and_without_quotes(String discount) throws Exception {
        Reply reply =
                api.post("/v1/claims", "{\"type\":\"birthday\",\"discount\":" + discount + ",\"days\":\"36500\"}");
        boolean isJson = !discount.equals("05");
        assertEquals(isJson ? 409 : 400, reply.status(), reply.json().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "\"birthday\"",
                "null",
                "5",
                "birthday",
                "{\"type\":\"birthday\"}}",
                "{\"type\":\"birthday\"} {}",
                "{'type':'birthday'}",
                "{\"type\":\"birthday\",}",
                "{\"type\":\"birthday\"}//",
                "{\"type\":\"birthday\",\"\\ud800\":5}"
            })
    void a_body_that_is_not_one_json_object_is_400(String body) throws Exception {
        Reply reply = api.post("/v1/claims", body);
        assertEquals(400, reply.status(), reply.json().toString());
        assertEquals("invalid-request", reply.problem());
        assertEquals(0, api.get("/v1/codes?state=claimed").json().get("codes").size());
    }

    @Test
    void malformed_utf_8_is_400_and_says_utf_8() throws Exception {
        Reply reply = send(
                "application/json",
                BodyPublishers.ofByteArray("{\"type\":\"Свято\"}".getBytes(Charset.forName("windows-1251"))));
        assertEquals(400, reply.status());
        assertTrue(reply.detail().contains("UTF-8"), reply.detail());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
                "text/json",
                "application/json; charset=nonsense",
                "application/json; charset=:?"
            })
    void other_media_types_are_415(String contentType) throws Exception {
        Reply reply = send(contentType, BodyPublishers.ofString("{\"type\":\"birthday\",\"test\":true}"));
        assertEquals(415, reply.status());
        assertEquals("unsupported-media-type", reply.problem());
    }

    @Test
    void a_missing_media_type_is_415_since_a_foreign_web_page_can_send_that() throws Exception {
        Reply reply = api.send(api.to("/v1/claims").POST(BodyPublishers.ofString("{\"type\":\"birthday\"}")));
        assertEquals(415, reply.status());
    }

    @Test
    void a_media_type_in_capitals_and_with_a_charset_is_json_too() throws Exception {
        Reply reply = send("Application/JSON; charset=\"UTF-8\"", BodyPublishers.ofString("{\"type\":\"nix\"}"));
        assertEquals(404, reply.status());
    }

    @Test
    void a_compressed_body_is_415() throws Exception {
        Reply reply = api.send(api.to("/v1/claims")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}")));
        assertEquals(415, reply.status());
    }

    @Test
    void a_body_over_64_kb_is_413_whether_or_not_it_says_so() throws Exception {
        byte[] body = ("{\"type\":\"" + "b".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        Reply declared = send("application/json", BodyPublishers.ofByteArray(body));
        Reply chunked = send("application/json", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertEquals(413, declared.status());
        assertEquals(413, chunked.status());
        assertEquals("request-too-large", chunked.problem());
    }

    @Test
    void a_body_with_very_deep_nesting_is_400() throws Exception {
        assertEquals(
                400, api.post("/v1/claims", "{\"type\":" + "[".repeat(60_000)).status());
    }

    @Test
    void query_parameters_on_a_claim_are_400() throws Exception {
        assertEquals(
                "type",
                api.post("/v1/claims?type=birthday", "{\"type\":\"birthday\"}").field());
    }

    private static Reply send(String contentType, BodyPublisher body) throws Exception {
        return api.send(api.to("/v1/claims").header("Content-Type", contentType).POST(body));
    }
}
