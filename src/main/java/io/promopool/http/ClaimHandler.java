package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.http.ClaimAnswers.Asked;
import io.promopool.http.message.Answer;
import io.promopool.http.message.BodyReader;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.Query;
import io.promopool.http.message.RequestId;
import io.promopool.pool.CodePool;
import io.promopool.pool.Text;
import java.util.concurrent.CompletableFuture;

/** {@code /v1/claims}: claims a code, and looks up a claim by its key. */
final class ClaimHandler {
    private final CodePool pool;
    private final ClaimAnswers answers;
    private final Renderer renderer;
    private final BodyReader bodyReader;

    ClaimHandler(CodePool pool, ClaimAnswers answers, Renderer renderer, BodyReader bodyReader) {
        this.pool = pool;
        this.answers = answers;
        this.renderer = renderer;
        this.bodyReader = bodyReader;
    }

    CompletableFuture<Answer> post(Context ctx) {
        Query.of(ctx);
        ClaimBody claim =
                IdempotencyKey.addTo(ClaimBody.parse(JsonBody.object(ctx, bodyReader)), IdempotencyKey.of(ctx));
        if (claim.test()) {
            return CompletableFuture.completedFuture(answers.preview(claim, RequestId.of(ctx)));
        }
        String requestId = RequestId.of(ctx);
        Asked asked = answers.ask(claim);
        return asked.outcome().handle((outcome, failure) -> answers.answer(asked, requestId));
    }

    Answer getByPath(Context ctx) {
        Query.of(ctx);
        return get(Paths.parameter(ctx));
    }

    Answer getByQuery(Context ctx) {
        return get(Query.of(ctx, "key").required("key"));
    }

    private Answer get(String rawKey) {
        String key = Text.key(rawKey);
        return pool.findClaim(key)
                .map(claim -> Answer.ok(renderer.claim(claim)))
                .orElseGet(() -> Answer.of(
                        Problem.of(ProblemType.UNKNOWN_CLAIM, "No code was claimed with the key '" + key + "'.")));
    }
}
