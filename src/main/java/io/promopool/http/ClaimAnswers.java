package io.promopool.http;

import io.promopool.http.message.Answer;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.RequestId;
import io.promopool.lang.Quantity;
import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.Text;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Passes claims to the pool, and turns their outcomes into answers: for single claims, batches and tests alike. */
final class ClaimAnswers {
    private static final int AUTO_KEY_BYTES = 16;
    private static final int DUMMY_LENGTH = 8;

    /** Without 0, O, 1 and I, which are easily confused. */
    private static final String DUMMY_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private final CodePool pool;
    private final Renderer renderer;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ClaimAnswers(CodePool pool, Renderer renderer, InstantSource clock) {
        this.pool = pool;
        this.renderer = renderer;
        this.clock = clock;
    }

    /**
     * A claim that was passed to the pool.
     *
     * @param key the key that the claim was made with, generated if the caller sent none
     * @param outcome completes on a thread of the storage, on which nothing must wait. Do not write an answer there:
     *     the caller can be slow
     */
    record Asked(String key, CompletableFuture<ClaimOutcome> outcome) {}

    /** Passes a claim to the pool. Does not wait, and does not throw. */
    Asked ask(ClaimBody claim) {
        return ask(List.of(claim)).get(0);
    }

    /**
     * Passes several claims to the pool. Does not wait, and does not throw.
     *
     * @return in the order of the claims
     */
    List<Asked> ask(List<ClaimBody> claims) {
        List<ClaimRequest> requests = claims.stream()
                .map(claim -> new ClaimRequest(claim.filter(), claim.key().orElseGet(this::newAutoKey)))
                .toList();
        List<CompletableFuture<ClaimOutcome>> outcomes = outcomes(requests);
        return IntStream.range(0, requests.size())
                .mapToObj(i -> new Asked(requests.get(i).key(), outcomes.get(i)))
                .toList();
    }

    private List<CompletableFuture<ClaimOutcome>> outcomes(List<ClaimRequest> requests) {
        try {
            return pool.claim(requests);
        } catch (RuntimeException e) {
            return Collections.nCopies(requests.size(), CompletableFuture.failedFuture(e));
        }
    }

    /**
     * Returns the answer to a claim whose outcome is known. A failure is an answer too; does not throw.
     *
     * @param requestId for the log
     */
    Answer answer(Asked asked, String requestId) {
        try {
            return answer(asked.outcome().join());
        } catch (RuntimeException e) {
            return Answer.of(problem(e, requestId).with("key", asked.key()));
        }
    }

    /**
     * Returns the answer that a claim would get, with a dummy code. Waits for the storage; does not throw.
     *
     * @param requestId for the log
     */
    Answer preview(ClaimBody claim, String requestId) {
        try {
            return previewOrThrow(claim);
        } catch (RuntimeException e) {
            return Answer.of(problem(e, requestId));
        }
    }

    private static Problem problem(RuntimeException failure, String requestId) {
        return RequestId.inLog(requestId, () -> ProblemMapper.problemOf(failure));
    }

    private Answer previewOrThrow(ClaimBody claim) {
        CodePool.Preview preview = pool.preview(claim.filter());
        if (preview instanceof CodePool.Preview.Served served) {
            return Answer.of(201, renderer.testClaim(dummyCode(), served.lot(), clock.instant(), claim.key()));
        }
        return answer(((CodePool.Preview.NotServed) preview).why());
    }

    private Answer answer(ClaimOutcome outcome) {
        if (outcome instanceof ClaimOutcome.Claimed claimed) {
            Answer answer = Answer.of(claimed.replayed() ? 200 : 201, renderer.claim(claimed.claim()));
            return claimed.replayed() ? answer.withHeader("Idempotent-Replayed", "true") : answer;
        }
        if (outcome instanceof ClaimOutcome.UnknownType unknown) {
            return Answer.of(unknownType(unknown.type()));
        }
        if (outcome instanceof ClaimOutcome.Exhausted exhausted) {
            return Answer.of(exhausted(exhausted.filter()));
        }
        return Answer.of(reused(((ClaimOutcome.KeyReused) outcome).recorded()));
    }

    static Problem unknownType(String type) {
        return Problem.of(
                        ProblemType.UNKNOWN_TYPE,
                        "No code of type '" + type
                                + "' was ever uploaded. Check the spelling; types are case-sensitive.")
                .with("field", "type");
    }

    private static Problem exhausted(CodeFilter filter) {
        StringBuilder detail =
                new StringBuilder("No code of type '").append(filter.type()).append('\'');
        filter.discount().ifPresent(discount -> detail.append(" with discount ").append(discount));
        detail.append(" is available");
        if (filter.days() > 0) {
            detail.append(" that stays valid for more than ")
                    .append(Quantity.of(filter.days(), "day"))
                    .append(" from now");
        }
        return Problem.of(ProblemType.POOL_EXHAUSTED, detail + ". Upload codes, then retry the claim.");
    }

    private static Problem reused(Claim recorded) {
        return Problem.of(
                        ProblemType.CLAIM_KEY_REUSED,
                        ("The key '%s' has already claimed a code, of type '%s' with discount %d. "
                                        + "Use a different key for each message.")
                                .formatted(
                                        recorded.key(),
                                        recorded.lot().type(),
                                        recorded.lot().discount()))
                .with("field", "key");
    }

    private String newAutoKey() {
        byte[] bytes = new byte[AUTO_KEY_BYTES];
        random.nextBytes(bytes);
        return Text.AUTO_KEY_PREFIX + HexFormat.of().formatHex(bytes);
    }

    private String dummyCode() {
        StringBuilder code = new StringBuilder("TEST-");
        for (int i = 0; i < DUMMY_LENGTH; i++) {
            code.append(DUMMY_CHARACTERS.charAt(random.nextInt(DUMMY_CHARACTERS.length())));
        }
        return code.toString();
    }
}
