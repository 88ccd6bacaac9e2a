package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTextTest extends ApiCase {
    @BeforeAll
    static void fill() {
        String[] types = {
            "a/b {c} ? Свято",
            "a/count",
            "100%",
            "100%25",
            "a+b",
            "a b",
            "a\\b",
            "a;b",
            "%2F",
            "%2B",
            "/",
            "//",
            "..",
            ".",
            "\uFFFD",
            "\uD83C\uDF82",
            "a&b=c",
            "\"<>\"",
            "#",
            "count"
        };
        for (String type : types) {
            api.pool.add("code of " + type, type, 10, Expiration.NEVER);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a%2Fb%20%7Bc%7D%20%3F%20%D0%A1%D0%B2%D1%8F%D1%82%D0%BE | a/b {c} ? Свято",
                "a%2Fcount  | a/count",
                "a%2fcount  | a/count",
                "100%25     | 100%",
                "100%2525   | 100%25",
                "a+b        | a+b",
                "a%2Bb      | a+b",
                "a%20b      | a b",
                "a%5Cb      | a\\b",
                "a;b        | a;b",
                "a%3Bb      | a;b",
                "%252F      | %2F",
                "%252B      | %2B",
                "%2F        | /",
                "%2F%2F     | //",
                "..         | ..",
                "%2E%2E     | ..",
                "%2e        | .",
                "%EF%BF%BD  | \uFFFD",
                "%F0%9F%8E%82 | \uD83C\uDF82",
                "a&b=c      | a&b=c",
                "%22%3C%3E%22 | \"<>\"",
                "%23        | #",
                "count      | count",
                "%20%C2%A0a%20b%C2%A0 | a b",
            })
    void a_type_is_decoded_exactly_once_in_the_path(String inPath, String type) throws Exception {
        Reply reply = api.get("/v1/types/" + inPath);
        assertEquals(200, reply.status(), reply.json().toString());
        assertEquals(type, reply.json().get("type").asText());
        Reply count = api.get("/v1/types/" + inPath + "/count");
        assertEquals(TestApi.json("{\"available\":1}"), count.json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a/b+%7Bc%7D%20?+%D0%A1%D0%B2%D1%8F%D1%82%D0%BE | a/b {c} ? Свято",
                "100%2525   | 100%25",
                "a%2Bb      | a+b",
                "a+b        | a b",
                "%252B      | %2B",
                "a%26b%3Dc  | a&b=c",
                "a%26b=c    | a&b=c",
                "..         | ..",
            })
    void a_type_is_decoded_exactly_once_in_the_query(String inQuery, String type) throws Exception {
        String reply = api.raw("GET /v1/types?type=" + inQuery + " HTTP/1.1", "Host: localhost", "Connection: close");
        assertTrue(reply.startsWith("HTTP/1.1 200 "), reply);
        assertEquals(
                type,
                TestApi.json(reply.substring(reply.indexOf('{'))).get("type").asText());
    }

    @Test
    void codes_are_any_text_too() throws Exception {
        assertEquals(
                "code of a/count",
                api.get("/v1/codes/code%20of%20a%2Fcount").json().get("code").asText());
    }

    @Test
    void utf_8_that_is_not_percent_encoded_is_understood() throws Exception {
        String reply = api.raw("GET /v1/types/\uD83C\uDF82/count HTTP/1.1", "Host: localhost", "Connection: close");
        assertTrue(reply.startsWith("HTTP/1.1 200 "), reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/types/%C3%28",
                "/v1/types/%FF",
                "/v1/types/%ED%A0%80",
                "/v1/types/%C3",
                "/v1/types/%zz",
                "/v1/types/a%",
                "/v1/types/a%2",
                "/v1/types/a%u0041",
                "/v1/types/%00",
                "/v1/types?type=%C3%28",
                "/v1/types?type=%zz",
                "/v1/types?type=a%",
                "/v1/types?%FF=a",
                "/v1/codes/%C3%28",
                "/v1/claims/%C3%28",
                "/v1/types/%C3%28/count",
            })
    void a_malformed_url_is_400(String path) throws Exception {
        String reply = api.raw("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close");
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertTrue(reply.contains("urn:promopool:problem:invalid-request"), reply);
    }

    @Test
    void bytes_that_are_not_utf_8_are_400_also_without_percent_encoding() throws Exception {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes("GET /v1/types/a".getBytes(StandardCharsets.US_ASCII));
        request.write(0xC3);
        request.writeBytes(
                "( HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String reply = api.rawBytes(request.toByteArray());
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
    }

    @Test
    void an_empty_type_is_not_the_list_of_all() throws Exception {
        assertEquals(404, api.get("/v1/types/").status());
        assertEquals(404, api.get("/v1/codes/").status());
        assertEquals(404, api.get("/v1/types//count").status());
    }
}
