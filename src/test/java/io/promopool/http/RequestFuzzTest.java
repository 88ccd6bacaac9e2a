package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.promopool.http.message.Answer;
import io.promopool.http.message.Json;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.UrlText;
import io.promopool.http.testing.TestApi;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The parsers of requests, with arbitrary bytes. {@link io.promopool.upload.ParserFuzzTest} says how to search for
 * more.
 */
class RequestFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void a_claim_is_read_or_refused_with_a_problem(byte[] body) throws Exception {
        try {
            ClaimBody claim = ClaimBody.parse(JsonBody.object(body));
            assertEquals(claim.filter().type(), Text.type(claim.filter().type()));
        } catch (ProblemException | InvalidFieldException refused) {
            assertIsProblem(refused);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void text_in_an_address_is_decoded_or_refused_with_a_problem(byte[] data) throws Exception {
        try {
            String text = UrlText.decode(new String(data, StandardCharsets.UTF_8), true);
            // Strict UTF-8: no character was replaced by another.
            assertEquals(text, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        } catch (ProblemException refused) {
            assertIsProblem(refused);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_key_in_a_header_is_taken_or_refused_with_a_problem(byte[] data) throws Exception {
        try {
            IdempotencyKey.of(List.of(new String(data, StandardCharsets.ISO_8859_1)))
                    .ifPresent(Text::key);
        } catch (InvalidFieldException refused) {
            assertIsProblem(refused);
        }
    }

    /** The response is a problem, in JSON that can be parsed. */
    private static void assertIsProblem(RuntimeException refused) throws Exception {
        Problem problem = ProblemMapper.problemOf(refused);
        assertEquals(400, problem.status());
        assertFalse(problem.detail().isBlank());
        assertEquals(
                400,
                TestApi.json(new String(Json.bytes(Answer.of(problem).body()), StandardCharsets.UTF_8))
                        .get("status")
                        .asInt());
    }
}
