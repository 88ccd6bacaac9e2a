package io.promopool.http;

import io.promopool.http.message.Answer;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.ProblemType;
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

/** Asks the pool for claims, and says in HTTP's terms how each ended: the same for one and for many. */
final class ClaimAnswers {
    private static final int AUTO_KEY_BYTES = 16;
    private static final int LOOK_ALIKE_LENGTH = 8;

    /** Without 0, O, 1 and I, which people mistake for one another. */
    private static final String LOOK_ALIKE_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

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
     * A claim that the pool was asked for.
     *
     * @param outcome completes on a thread of the storage, on which nothing may wait: a caller may be slow, so no
     *     answer is written there
     */
    record Asked(String key, CompletableFuture<ClaimOutcome> outcome) {}

    Asked ask(ClaimBody claim) {
        return ask(List.of(claim)).get(0);
    }

    /** Asks for several together. Does not wait, and does not throw. */
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

    /** The answer to a claim whose outcome is there. Does not throw: what went wrong is an answer. */
    Answer answer(Asked asked) {
        try {
            return answer(asked.outcome().join());
        } catch (RuntimeException e) {
            return Answer.of(ProblemMapper.problemOf(e).with("key", asked.key()));
        }
    }

    /** What a claim would get, with a code that looks like one. Waits for the storage. Does not throw. */
    Answer preview(ClaimBody claim) {
        try {
            return look(claim);
        } catch (RuntimeException e) {
            return Answer.of(ProblemMapper.problemOf(e));
        }
    }

    private Answer look(ClaimBody claim) {
        CodePool.Preview preview = pool.preview(claim.filter());
        if (preview instanceof CodePool.Preview.Served served) {
            return Answer.of(201, renderer.testClaim(lookAlike(), served.lot(), clock.instant(), claim.key()));
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
        StringBuilder which =
                new StringBuilder("No code of type '").append(filter.type()).append('\'');
        filter.discount().ifPresent(discount -> which.append(" with discount ").append(discount));
        if (filter.days() > 0) {
            which.append(" valid for more than ").append(filter.days()).append(" more days");
        }
        return Problem.of(ProblemType.POOL_EXHAUSTED, which + " is available. Upload codes, then retry the claim.");
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

    private String lookAlike() {
        StringBuilder code = new StringBuilder("TEST-");
        for (int i = 0; i < LOOK_ALIKE_LENGTH; i++) {
            code.append(LOOK_ALIKE_CHARACTERS.charAt(random.nextInt(LOOK_ALIKE_CHARACTERS.length())));
        }
        return code.toString();
    }
}
