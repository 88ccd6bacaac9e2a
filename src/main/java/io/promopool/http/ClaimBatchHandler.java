package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code /v1/claims/batch}: many claims at once, each with an answer of its own. */
final class ClaimBatchHandler {
    static final int MAX_CLAIMS = 1_000;

    private static final int STORAGE_UNAVAILABLE = ProblemType.STORAGE_UNAVAILABLE.status();

    private final ClaimAnswers answers;

    ClaimBatchHandler(ClaimAnswers answers) {
        this.answers = answers;
    }

    CompletableFuture<Answer> post(Context ctx) {
        Query.of(ctx);
        Optional<String> header = IdempotencyKey.of(ctx);
        List<JsonFields> elements = JsonBody.array(ctx, MAX_CLAIMS);
        List<CompletableFuture<Answer>> results = new ArrayList<>(elements.size());
        List<Test> tests = new ArrayList<>();
        for (JsonFields element : elements) {
            results.add(begin(element, header.map(key -> key + "/" + results.size()), tests));
        }
        preview(tests);
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).thenApply(done -> render(results));
    }

    private record Test(ClaimCall call, CompletableFuture<Answer> result) {}

    private CompletableFuture<Answer> begin(JsonFields element, Optional<String> defaultKey, List<Test> tests) {
        try {
            ClaimCall parsed = ClaimCall.parse(element);
            ClaimCall call = parsed.key().isPresent() ? parsed : defaultKey.map(parsed::withKey).orElse(parsed);
            if (!call.test()) {
                return answers.claim(call);
            }
            Test test = new Test(call, new CompletableFuture<>());
            tests.add(test);
            return test.result();
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(Answer.of(ProblemMapper.problemOf(e)));
        }
    }

    /** Previews wait for the storage one by one, so they come last; while it is away only the first of them waits. */
    private void preview(List<Test> tests) {
        Optional<Answer> away = Optional.empty();
        for (Test test : tests) {
            Answer answer = away.orElseGet(() -> preview(test.call()));
            if (answer.status() == STORAGE_UNAVAILABLE) {
                away = Optional.of(answer);
            }
            test.result().complete(answer);
        }
    }

    private Answer preview(ClaimCall call) {
        try {
            return answers.preview(call);
        } catch (RuntimeException e) {
            return Answer.of(ProblemMapper.problemOf(e));
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
