package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
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
        try (TestApi api = apiWithACode(policy)) {
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

    private Optional<Problem> marked(String method, RequestPolicy.Headers headers) {
        asked.add(StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(FastLane.class.getName()))));
        return headers.get("x-marked") == null
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.FORBIDDEN, "Marked requests are refused."));
    }

    @ParameterizedTest
    @CsvSource({
        "X-HTTP-Method-Override, GET, 400",
        "X-HTTP-Method-Override, '', 400",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
    })
    void the_rules_of_the_service_refuse_a_claim_in_the_same_words_in_both_lanes(
            String header, String value, int status) throws Exception {
        try (TestApi api = apiWithACode(RequestPolicy.ofService())) {
            Reply fast = api.send(claim(api).header(header, value));
            Reply routed = api.send(odd(claim(api)).header(header, value));
            assertEquals(status, fast.status());
            assertEquals(status, routed.status());
            assertEquals(routed.json(), fast.json());
            assertTrue(api.pool.findClaim("k").isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"same-origin", "none", "something-new"})
    void a_page_of_the_service_itself_may_claim(String site) throws Exception {
        try (TestApi api = apiWithACode(RequestPolicy.ofService())) {
            assertEquals(
                    201, api.send(claim(api).header("Sec-Fetch-Site", site)).status());
            assertEquals(
                    200,
                    api.send(odd(claim(api)).header("Sec-Fetch-Site", site)).status());
        }
    }

    private static TestApi apiWithACode(RequestPolicy policy) throws Exception {
        TestApi api =
                new TestApi((settings, auth, backend, clock) -> new HttpServer(settings, auth, backend, clock, policy));
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
