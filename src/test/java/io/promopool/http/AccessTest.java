package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new TestApi(
                key("claimer", Role.CLAIM),
                key("uploader", Role.UPLOAD),
                key("reader", Role.READ),
                key("both", Role.CLAIM, Role.UPLOAD),
                key("admin", Role.ADMIN),
                new ApiKey("umlaut", Set.of(Role.READ), ApiKey.hash("schlüssel:mit:doppelpunkt")));
        api.pool.add("A1", "birthday", 10, Expiration.NEVER);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /** Which keys are let in. The responses to them differ. */
    @ParameterizedTest
    @CsvSource({
        "POST,   /v1/claims,                claimer both admin",
        "POST,   /v1/claims/batch,          claimer both admin",
        "GET,    /v1/claims/k,              claimer both reader admin",
        "GET,    /v1/claims?key=k,          claimer both reader admin",
        "HEAD,   /v1/claims/k,              claimer both reader admin",
        "POST,   /v1/codes,                 uploader both admin",
        "PATCH,  /v1/codes/A1,              uploader both admin",
        "GET,    /v1/codes/A1,              reader admin",
        "GET,    /v1/codes,                 reader admin",
        "GET,    /v1/types,                 reader admin",
        "GET,    /v1/types/birthday,        reader admin",
        "HEAD,   /v1/types/birthday,        reader admin",
        "GET,    /v1/types/birthday/count,  reader admin",
        "GET,    /metrics,                  reader admin",
        "HEAD,   /metrics,                  reader admin",
        "GET,    /health/live,              claimer uploader reader both admin",
        "GET,    /health/ready,             claimer uploader reader both admin",
    })
    void each_route_lets_its_roles_in_and_no_others(String method, String path, String allowed) throws Exception {
        for (String name : new String[] {"claimer", "uploader", "reader", "both", "admin"}) {
            Reply reply = api.send(request(method, path).header("Authorization", "Bearer key-of-" + name));
            boolean in = Set.of(allowed.split(" ")).contains(name);
            assertEquals(in, reply.status() != 403, name + " " + method + " " + path + ": " + reply.status());
            assertTrue(reply.status() != 401);
        }
        int withoutKey = api.send(request(method, path)).status();
        assertEquals(path.startsWith("/health") ? 200 : 401, withoutKey);
    }

    @Test
    void the_refusal_names_the_role_that_is_needed() throws Exception {
        Reply reply = api.send(api.to("/v1/types").header("Authorization", "Bearer key-of-claimer"));
        assertEquals("forbidden", reply.problem());
        assertTrue(reply.detail().contains("read or admin") && reply.detail().contains("claimer"), reply.detail());
    }

    @Test
    void without_a_key_the_response_lists_the_schemes() throws Exception {
        Reply reply = api.get("/v1/types");
        assertEquals(401, reply.status());
        assertEquals("unauthorized", reply.problem());
        assertEquals("Bearer, Basic realm=\"promopool\"", reply.header("WWW-Authenticate"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer key-of-reader", "bearer key-of-reader", "BEARER   key-of-reader"})
    void a_key_is_sent_as_bearer(String header) throws Exception {
        assertEquals(200, withAuthorization(header).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"anyone:key-of-reader", ":key-of-reader", "ü:schlüssel:mit:doppelpunkt"})
    void a_key_is_sent_as_the_password_of_any_user(String pair) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        assertEquals(200, withAuthorization("Basic " + base64).status());
        assertEquals(200, withAuthorization("bAsIc " + base64).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer key-of-nobody",
                "Bearer",
                "Bearer ",
                "key-of-reader",
                "Digest key-of-reader",
                "Basic key-of-reader",
                "Basic !!!",
                "Basic a2V5LW9mLXJlYWRlcg==",
                "Bearer KEY-OF-READER",
                "Bearer key-of-reader x"
            })
    void any_other_header_is_401(String header) throws Exception {
        assertEquals(401, withAuthorization(header).status());
    }

    @Test
    void a_caller_without_a_key_is_refused_before_the_body_is_sent() throws Exception {
        String reply = api.raw(
                "POST /v1/codes HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: text/csv",
                "Content-Length: 1000000000",
                "Expect: 100-continue");
        assertTrue(reply.startsWith("HTTP/1.1 401 "), reply);
    }

    @Test
    void a_method_override_gives_no_access() throws Exception {
        for (Map.Entry<String, String> door :
                Map.of("GET", "/v1/codes/A1", "POST", "/v1/claims").entrySet()) {
            Reply reply = api.send(request(door.getKey(), door.getValue())
                    .header("Authorization", "Bearer key-of-admin")
                    .header("X-HTTP-Method-Override", "PATCH"));
            assertEquals(400, reply.status());
        }
    }

    private static ApiKey key(String name, Role... roles) {
        return new ApiKey(name, Set.of(roles), ApiKey.hash("key-of-" + name));
    }

    private static HttpRequest.Builder request(String method, String path) {
        return api.to(path).method(method, BodyPublishers.noBody());
    }

    private static Reply withAuthorization(String header) throws Exception {
        return api.send(api.to("/v1/types").header("Authorization", header));
    }
}
