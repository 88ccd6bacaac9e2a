package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.promopool.http.ClaimAnswers.Asked;
import io.promopool.http.message.Answer;
import io.promopool.http.message.BodyReader;
import io.promopool.http.message.Json;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.JsonFields;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.Query;
import io.promopool.http.message.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** {@code /v1/claims/batch}: up to 1,000 claims in one request, each with a result of its own. */
final class ClaimBatchHandler {
    static final int MAX_CLAIMS = 1_000;

    private static final int STORAGE_UNAVAILABLE = ProblemType.STORAGE_UNAVAILABLE.status();

    private final ClaimAnswers answers;
    private final BodyReader bodyReader;
    private final Executor executor;

    /** @param executor renders the answers, which would hold up the threads of the storage */
    ClaimBatchHandler(ClaimAnswers answers, BodyReader bodyReader, Executor executor) {
        this.answers = answers;
        this.bodyReader = bodyReader;
        this.executor = executor;
    }

    CompletableFuture<Answer> post(Context ctx) {
        Query.of(ctx);
        Optional<String> header = IdempotencyKey.of(ctx);
        List<JsonFields> elements = JsonBody.array(ctx, MAX_CLAIMS, bodyReader);
        List<Element> claims = new ArrayList<>(elements.size());
        List<Element> tests = new ArrayList<>();
        List<CompletableFuture<Answer>> results = new ArrayList<>(elements.size());
        for (JsonFields fields : elements) {
            CompletableFuture<Answer> result = new CompletableFuture<>();
            try {
                ClaimBody claim = parse(fields, header.map(key -> key + "/" + results.size()));
                (claim.test() ? tests : claims).add(new Element(claim, result));
            } catch (RuntimeException e) {
                result.complete(Answer.of(ProblemMapper.problemOf(e)));
            }
            results.add(result);
        }
        List<Asked> asked = answers.ask(claims.stream().map(Element::claim).toList());
        String requestId = RequestId.of(ctx);
        preview(tests, requestId);
        return CompletableFuture.allOf(asked.stream().map(Asked::outcome).toArray(CompletableFuture[]::new))
                .handleAsync(
                        (done, oneFailed) -> {
                            for (int i = 0; i < asked.size(); i++) {
                                claims.get(i).result().complete(answers.answer(asked.get(i), requestId));
                            }
                            return render(results);
                        },
                        executor);
    }

    /** A valid element of the array, and the future of its answer. */
    private record Element(ClaimBody claim, CompletableFuture<Answer> result) {}

    private static ClaimBody parse(JsonFields fields, Optional<String> defaultKey) {
        ClaimBody parsed = ClaimBody.parse(fields);
        return parsed.key().isPresent()
                ? parsed
                : defaultKey.map(parsed::withKey).orElse(parsed);
    }

    /**
     * Previews wait for the storage one after another, so they run after the claims were sent. If the storage is
     * unavailable, only the first preview waits for it, and the others get the same answer.
     */
    private void preview(List<Element> tests, String requestId) {
        Optional<Answer> unavailable = Optional.empty();
        for (Element test : tests) {
            Answer answer = unavailable.orElseGet(() -> answers.preview(test.claim(), requestId));
            if (answer.status() == STORAGE_UNAVAILABLE) {
                unavailable = Optional.of(answer);
            }
            test.result().complete(answer);
        }
    }

    private static Answer render(List<CompletableFuture<Answer>> results) {
        ArrayNode list = Json.array();
        for (CompletableFuture<Answer> result : results) {
            Answer answer = result.join();
            ObjectNode node = Json.object().put("status", answer.status());
            node.setAll(answer.body());
            if (answer.status() == 200) {
                node.put("replayed", true);
            }
            list.add(node);
        }
        ObjectNode body = Json.object();
        body.set("results", list);
        return Answer.ok(body);
    }
}
