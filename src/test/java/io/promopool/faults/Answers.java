package io.promopool.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Row;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a caller learns from a response. A response that the API's description does not have is strange. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = "urn:promopool:problem:";

    /** The storage is unavailable or full. */
    private static final Set<Integer> STORAGE = Set.of(503, 507);

    /** The line of the first row in a file. */
    private static final int FIRST_LINE = 2;

    private Answers() {}

    static Answer ofClaim(HttpResponse<String> response) {
        return withRetryAfter(response, claim(response.statusCode(), json(response)));
    }

    /** @param claims how many were in the request */
    static List<Answer> ofBatch(HttpResponse<String> response, int claims) {
        JsonNode body = json(response);
        if (response.statusCode() != 200) {
            return Collections.nCopies(claims, withRetryAfter(response, failure(response.statusCode(), body)));
        }
        List<Answer> answers = new ArrayList<>();
        body.path("results")
                .forEach(result -> answers.add(claim(result.path("status").asInt(), result)));
        return answers.size() == claims
                ? answers
                : Collections.nCopies(
                        claims, new Answer.Strange(claims + " claims were sent, the response is: " + body));
    }

    private static Answer claim(int status, JsonNode body) {
        String problem = body.path("type").asText();
        if (status == 200 || status == 201) {
            return claimed(body);
        }
        if ((status == 404 && problem.equals(PROBLEM + "unknown-type"))
                || (status == 409 && problem.equals(PROBLEM + "pool-exhausted"))) {
            return new Answer.Empty();
        }
        return failure(status, body);
    }

    private static Answer claimed(JsonNode body) {
        Optional<Instant> expires = body.path("expirationDate").isNull()
                ? Optional.empty()
                : Optional.of(LocalDateTime.parse(body.path("expirationDate").asText())
                        .toInstant(ZoneOffset.UTC));
        return new Answer.Claimed(
                body.path("key").asText(),
                body.path("promocode").asText(),
                body.path("type").asText(),
                expires,
                Instant.parse(body.path("claimedAt").asText()));
    }

    /** @param rows how many were sent */
    static Answer ofUpload(HttpResponse<String> response, int rows) {
        JsonNode body = json(response);
        if (response.statusCode() == 200) {
            return body.path("read").asInt() == rows
                    ? new Answer.Loaded()
                    : new Answer.Strange(rows + " rows were sent, the response is: " + body);
        }
        Answer failure = withRetryAfter(response, failure(response.statusCode(), body));
        boolean partly = body.path("report").path("read").asInt() > 0 || response.statusCode() == 429;
        return failure instanceof Answer.Refused && partly ? new Answer.Unknown(Optional.empty(), "partly") : failure;
    }

    /** The rows that the report of an upload lists as rejected: at most a hundred. */
    static List<Row> rejected(HttpResponse<String> response, List<Row> rows) {
        List<Row> rejected = new ArrayList<>();
        json(response)
                .path("errors")
                .forEach(error -> rejected.add(rows.get(error.path("line").asInt() - FIRST_LINE)));
        return rejected;
    }

    static Answer ofRetirement(HttpResponse<String> response) {
        JsonNode body = json(response);
        if (response.statusCode() == 200) {
            return new Answer.Known(body.path("state").asText());
        }
        boolean isUnknownCode =
                response.statusCode() == 404 && body.path("type").asText().equals(PROBLEM + "unknown-code");
        return isUnknownCode
                ? new Answer.Refused("the code is unknown")
                : withRetryAfter(response, failure(response.statusCode(), body));
    }

    static Answer ofLookUp(HttpResponse<String> response) {
        JsonNode body = json(response);
        if (response.statusCode() == 200) {
            return claimed(body);
        }
        boolean isUnknownKey =
                response.statusCode() == 404 && body.path("type").asText().equals(PROBLEM + "unknown-claim");
        return isUnknownKey ? new Answer.Empty() : withRetryAfter(response, failure(response.statusCode(), body));
    }

    private static Answer failure(int status, JsonNode body) {
        String problem = body.path("type").asText();
        String outcome = body.path("outcome").asText();
        if (STORAGE.contains(status) && outcome.equals("none")) {
            return new Answer.Refused(status + " " + problem);
        }
        if (STORAGE.contains(status) && outcome.equals("unknown")) {
            return new Answer.Unknown(Optional.ofNullable(body.path("key").textValue()), status + " " + problem);
        }
        boolean isNotNow = status == 429 || (status == 503 && problem.equals(PROBLEM + "not-ready"));
        return isNotNow ? new Answer.Refused(status + " " + problem) : new Answer.Strange(status + " " + body);
    }

    /** A response that asks for a retry must say when. */
    private static Answer withRetryAfter(HttpResponse<String> response, Answer answer) {
        boolean mayRetry = answer instanceof Answer.Refused || answer instanceof Answer.Unknown;
        return mayRetry && response.headers().firstValue("Retry-After").isEmpty()
                ? new Answer.Strange(response.statusCode() + " without Retry-After: " + response.body())
                : answer;
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("detail", "is not JSON: " + response.body());
        }
    }
}
