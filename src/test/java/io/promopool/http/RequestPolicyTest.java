package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same requests are refused in both lanes of claims, and for all other calls. */
class RequestPolicyTest {
    private static final String CLAIM = "{\"type\":\"birthday\",\"key\":\"k\"}";

    /** Which lane asked: true for the fast one. */
    private final Queue<Boolean> asked = new ConcurrentLinkedQueue<>();

    @Test
    void a_rule_that_is_added_holds_in_both_lanes() throws Exception {
        RequestPolicy policy = new RequestPolicy(List.of(this::marked));
        try (TestApi api = apiWithACode(new TestApi(
                (settings, auth, backend, clock) -> new HttpServer(settings, auth, backend, clock, policy)))) {
            Reply fast = api.send(claim(api).header("X-Marked", "yes"));
            Reply routed = api.send(odd(claim(api)).header("X-Marked", "yes"));
            assertEquals(List.of(true, false), List.copyOf(asked), "one claim went through each lane");
            for (Reply reply : List.of(fast, routed)) {
                assertEquals(403, reply.status());
                assertEquals("Marked requests are refused.", reply.detail());
            }
            assertTrue(api.pool.findClaim("k").isEmpty());
            assertEquals(
                    403,
                    api.send(api.to("/v1/types").header("X-Marked", "yes")).status(),
                    "for calls other than claims too");
            assertEquals(201, api.send(claim(api)).status());
            assertEquals(200, api.send(odd(claim(api))).status());
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Type, application/json", "Content-Encoding, identity"})
    void a_header_that_says_how_to_read_the_body_may_occur_once(String name, String value) throws Exception {
        try (TestApi api = apiWithACode(new TestApi())) {
            for (String path : List.of("/v1/claims", "/v1/claims/batch", "/v1/codes")) {
                String reply = api.raw(
                        "POST " + path + " HTTP/1.1",
                        "Host: localhost",
                        "Connection: close",
                        "Content-Type: application/json",
                        "Content-Encoding: identity",
                        name.toLowerCase(Locale.ROOT) + ": " + value,
                        "Content-Length: 0");
                assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
                assertTrue(reply.contains("The header " + name + " occurs twice; send it once."), reply);
            }
            String fast = api.raw(
                    "POST /v1/claims HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Content-Type: application/json",
                    "content-type: application/json",
                    "Content-Length: 0");
            assertTrue(fast.contains("The header Content-Type occurs twice"), fast);
            assertTrue(api.pool.findClaim("k").isEmpty());
        }
    }

    private Optional<Problem> marked(RequestHead request) {
        asked.add(StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(FastLane.class.getName()))));
        return request.header("x-marked") == null
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.FORBIDDEN, "Marked requests are refused."));
    }

    @ParameterizedTest
    @CsvSource({
        "X-HTTP-Method-Override, GET, 400",
        "X-HTTP-Method-Override, '', 400",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, something-new, 403",
    })
    void the_rules_of_the_service_refuse_a_claim_in_the_same_words_in_both_lanes(
            String header, String value, int status) throws Exception {
        try (TestApi api = apiWithACode(new TestApi())) {
            Reply fast = api.send(claim(api).header(header, value).header("X-Request-Id", "r"));
            Reply routed = api.send(odd(claim(api)).header(header, value).header("X-Request-Id", "r"));
            assertEquals(status, fast.status());
            assertEquals(status, routed.status());
            assertEquals(routed.json(), fast.json());
            assertTrue(api.pool.findClaim("k").isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"same-origin", "none", "None"})
    void a_page_of_the_service_itself_may_claim(String site) throws Exception {
        try (TestApi api = apiWithACode(new TestApi())) {
            assertEquals(
                    201, api.send(claim(api).header("Sec-Fetch-Site", site)).status());
            assertEquals(
                    200,
                    api.send(odd(claim(api)).header("Sec-Fetch-Site", site)).status());
        }
    }

    /**
     * The rules alone, whatever the server below them would refuse.
     *
     * @param key as the service knows it: none, or sent as bearer or basic
     */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // method, path, key, host, origin, site, refused by
                "GET,  /v1/codes,     none,   127.0.0.1,          -, -, -",
                "GET,  /v1/codes,     none,   127.0.0.1:80,       -, -, -",
                "GET,  /v1/codes,     none,   255.255.255.255,    -, -, -",
                "GET,  /v1/codes,     none,   256.1.1.1,          -, -, host",
                "GET,  /v1/codes,     none,   1.2.3,              -, -, host",
                "GET,  /v1/codes,     none,   1.2.3.4.5,          -, -, host",
                "GET,  /v1/codes,     none,   1.2.3.4.evil.test,  -, -, host",
                "GET,  /v1/codes,     none,   [::1],              -, -, -",
                "GET,  /v1/codes,     none,   [::ffff:10.0.0.1]:1, -, -, -",
                "GET,  /v1/codes,     none,   [FE80::1%25eth0]:1, -, -, -",
                "GET,  /v1/codes,     none,   [evil.test]:1,      -, -, host",
                "GET,  /v1/codes,     none,   [::1].evil.test,    -, -, host",
                "GET,  /v1/codes,     none,   ::1,                -, -, host",
                "GET,  /v1/codes,     none,   localhost,          -, -, -",
                "GET,  /v1/codes,     none,   LOCALHOST.:9,       -, -, -",
                "GET,  /v1/codes,     none,   localhost..,        -, -, host",
                "GET,  /v1/codes,     none,   a.b.localhost,      -, -, -",
                "GET,  /v1/codes,     none,   xlocalhost,         -, -, host",
                "GET,  /v1/codes,     none,   localhost.evil,     -, -, host",
                "GET,  /v1/codes,     none,   shop.internal:9,    -, -, -",
                "GET,  /v1/codes,     none,   Promo.Test.,        -, -, -",
                "GET,  /v1/codes,     none,   x.promo.test,       -, -, host",
                "GET,  /v1/codes,     none,   promo.test:65536,   -, -, host",
                "GET,  /v1/codes,     none,   promo.test:,        -, -, -",
                "GET,  /v1/codes,     none,   promo.test:8a,      -, -, host",
                "GET,  /v1/codes,     none,   user@promo.test,    -, -, host",
                "GET,  /v1/codes,     none,   promo.test/x,       -, -, host",
                "GET,  /v1/codes,     none,   'promo.test,evil',  -, -, host",
                "GET,  /v1/codes,     none,   '',                 -, -, host",
                "GET,  /v1/codes,     none,   -,                  -, -, -",
                "GET,  /v1/codes,     basic,  evil.test,          -, -, -",
                "GET,  /v1/codes,     bearer, evil.test,          -, -, -",
                "GET,  /health/ready, none,   evil.test,          -, -, -",
                "GET,  /healthy,      none,   evil.test,          -, -, host",
                "GET,  /health,       none,   evil.test,          -, -, host",
                "POST, /v1/codes,     none,   promo.test,   https://promo.test,       -, -",
                "POST, /v1/codes,     none,   promo.test,   HTTPS://PROMO.TEST.,      -, -",
                "POST, /v1/codes,     none,   promo.test,   https://promo.test:443,   -, -",
                "POST, /v1/codes,     none,   promo.test:443, https://promo.test,     -, -",
                "POST, /v1/codes,     none,   promo.test:81, http://promo.test,       -, -",
                "POST, /v1/codes,     none,   shop.internal:81, http://shop.internal:81, -, -",
                "POST, /v1/codes,     none,   shop.internal:81, http://shop.internal, -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, http://shop.internal,     -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, http://promo.test,        -, -",
                "POST, /v1/codes,     none,   127.0.0.1:81, http://promo.test:443,    -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, https://other.test:8443,  -, -",
                "POST, /v1/codes,     none,   127.0.0.1:81, https://other.test,       -, -",
                "POST, /v1/codes,     none,   127.0.0.1:81, https://other.test:8444,  -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, https://[::7]:8443,       -, -",
                "POST, /v1/codes,     none,   127.0.0.1:81, https://promo.test/,      -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, ftp://127.0.0.1:81,       -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, 127.0.0.1:81,             -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, http://u@127.0.0.1:81,    -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, 'http://127.0.0.1:81 http://e', -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, null,                     -, origin",
                "POST, /v1/codes,     none,   127.0.0.1:81, '',                       -, origin",
                "POST, /v1/codes,     none,   -,            http://127.0.0.1:81,      -, origin",
                "POST, /v1/codes,     basic,  127.0.0.1:81, http://evil.test,         -, origin",
                "POST, /v1/codes,     bearer, 127.0.0.1:81, http://evil.test,         -, -",
                "PUT,  /v1/x,         none,   127.0.0.1:81, http://evil.test,         -, origin",
                "PATCH, /v1/x,        none,   127.0.0.1:81, http://evil.test,         -, origin",
                "DELETE, /v1/x,       none,   127.0.0.1:81, http://evil.test,         -, origin",
                "get,  /v1/x,         none,   127.0.0.1:81, http://evil.test,         -, origin",
                "GET,  /v1/x,         none,   127.0.0.1:81, http://evil.test,         cross-site, -",
                "HEAD, /v1/x,         none,   127.0.0.1:81, null,                     cross-site, -",
                "OPTIONS, /v1/x,      none,   127.0.0.1:81, http://evil.test,         cross-site, -",
                "POST, /v1/codes,     none,   127.0.0.1:81, -, cross-site,  page",
                "POST, /v1/codes,     none,   127.0.0.1:81, -, same-site,   page",
                "POST, /v1/codes,     none,   127.0.0.1:81, -, '',          page",
                "POST, /v1/codes,     none,   127.0.0.1:81, -, NONE,        -",
                "POST, /v1/codes,     none,   127.0.0.1:81, -, same-Origin, -",
                "POST, /v1/codes,     basic,  127.0.0.1:81, -, cross-site,  page",
                "POST, /v1/codes,     bearer, 127.0.0.1:81, -, cross-site,  -",
                "POST, /health/live,  none,   evil.test,    http://evil.test, -, -",
            })
    void each_rule_refuses_what_it_should_and_nothing_else(
            String method, String path, String key, String host, String origin, String site, String refusedBy) {
        HttpSettings settings = new HttpSettings(
                "shop.internal",
                0,
                AllowedHosts.parse("promo.test, other.test:8443,[::7]:8443"),
                1,
                16,
                Duration.ofSeconds(1));
        Map<String, String> headers = new HashMap<>();
        headers.put("Origin", origin);
        headers.put("Sec-Fetch-Site", site);
        RequestHead request = new Sent(method, path, headers, Optional.ofNullable(host), callerWith(key));
        Optional<Problem> refusal = RequestPolicy.ofService(settings).refusal(request);
        assertEquals(
                Optional.ofNullable(refusedBy),
                refusal.map(problem -> problem.detail().contains("no valid API key")
                        ? "host"
                        : problem.detail().startsWith("A page of another site (") ? "origin" : "page"));
        refusal.ifPresent(problem -> {
            assertEquals(403, problem.status());
            assertTrue(problem.detail().contains("http.allowed-hosts"), problem.detail());
        });
    }

    private record Sent(String method, String path, Map<String, String> headers, Optional<String> host, Caller caller)
            implements RequestHead {
        @Override
        public String header(String name) {
            return headers.get(name);
        }

        @Override
        public boolean isRepeated(String name) {
            return false;
        }
    }

    private static Caller callerWith(String key) {
        ApiKey known = new ApiKey("shop", Set.of(Role.CLAIM), ApiKey.hash("secret"));
        return switch (key) {
            case "bearer" -> new Caller(Caller.Sent.BEARER, Optional.of(known));
            case "basic" -> new Caller(Caller.Sent.BASIC, Optional.of(known));
            default -> Caller.WITHOUT_KEY;
        };
    }

    private static TestApi apiWithACode(TestApi api) {
        api.pool.add("A", "birthday", 10, Expiration.NEVER);
        return api;
    }

    private static HttpRequest.Builder claim(TestApi api) {
        return api.to("/v1/claims").header("Content-Type", "application/json").POST(BodyPublishers.ofString(CLAIM));
    }

    /** Makes a claim odd, so that the fast lane passes it on to the routes; it changes nothing else about it. */
    private static HttpRequest.Builder odd(HttpRequest.Builder claim) {
        return claim.header("Content-Encoding", "identity");
    }
}
