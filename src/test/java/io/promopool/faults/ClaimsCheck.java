package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Answer.Claimed;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.FinalState.StoredCode;
import io.promopool.faults.Violation.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each key has one code, each code has one key, all of it is recorded, and no code was handed out that must not be. */
final class ClaimsCheck {
    private final FinalState state;
    private final List<Claim> claims;
    private final Map<String, String> codeOfKey = new HashMap<>();
    private final Map<String, String> keyOfCode = new HashMap<>();
    private final Set<String> keysChosenByTheService = new HashSet<>();
    private final List<Violation> found = new ArrayList<>();

    ClaimsCheck(List<Call> calls, FinalState state) {
        this.state = state;
        this.claims = calls.stream()
                .filter(Claim.class::isInstance)
                .map(Claim.class::cast)
                .toList();
    }

    List<Violation> violations() {
        for (Claim claim : claims) {
            if (claim.answer() instanceof Claimed claimed) {
                checkUnique(claim, claimed);
                checkRecord(claimed);
                checkFits(claim, claimed);
            }
        }
        checkRefused();
        checkAnswered();
        return found;
    }

    private void checkUnique(Claim claim, Claimed claimed) {
        String otherCode = codeOfKey.putIfAbsent(claimed.key(), claimed.code());
        if (otherCode != null && !otherCode.equals(claimed.code())) {
            report(Kind.KEY_HAS_TWO_CODES, "key %s got %s and %s", claimed.key(), otherCode, claimed.code());
        }
        String otherKey = keyOfCode.putIfAbsent(claimed.code(), claimed.key());
        if (otherKey != null && !otherKey.equals(claimed.key())) {
            report(
                    Kind.CODE_HANDED_OUT_TWICE,
                    "%s was handed out to key %s and to key %s",
                    claimed.code(),
                    otherKey,
                    claimed.key());
        }
        if (claim.key().isEmpty() && !keysChosenByTheService.add(claimed.key())) {
            report(Kind.CODE_HANDED_OUT_TWICE, "%s was handed out to two callers without a key", claimed.code());
        }
        if (claim.key().isPresent() && !claim.key().get().equals(claimed.key())) {
            report(
                    Kind.STRANGE_ANSWER,
                    "a claim with key %s got a response for key %s",
                    claim.key().get(),
                    claimed.key());
        }
    }

    private void checkRecord(Claimed claimed) {
        String recorded = state.claims().get(claimed.key());
        if (!claimed.code().equals(recorded)) {
            report(
                    Kind.CLAIM_NOT_ON_RECORD,
                    "key %s got %s, but its record has %s",
                    claimed.key(),
                    claimed.code(),
                    recorded == null ? "nothing" : recorded);
        }
        StoredCode stored = state.codes().get(claimed.code());
        if (stored == null || !stored.state().equals("claimed") || !stored.key().equals(Optional.of(claimed.key()))) {
            report(
                    Kind.CLAIM_NOT_ON_RECORD,
                    "key %s got %s, which is stored as %s",
                    claimed.key(),
                    claimed.code(),
                    stored == null ? "nothing" : stored);
        }
    }

    private void checkFits(Claim claim, Claimed claimed) {
        if (!claimed.type().equals(claim.type())) {
            report(
                    Kind.OTHER_TYPE_HANDED_OUT,
                    "key %s claimed type %s and got %s of type %s",
                    claimed.key(),
                    claim.type(),
                    claimed.code(),
                    claimed.type());
        }
        Instant neededUntil = claimed.claimedAt().plus(claim.days(), ChronoUnit.DAYS);
        if (claimed.expires().isPresent() && !claimed.expires().get().isAfter(neededUntil)) {
            report(
                    Kind.EXPIRED_CODE_HANDED_OUT,
                    "key %s claimed at %s for %d days and got %s, which expires at %s",
                    claimed.key(),
                    claimed.claimedAt(),
                    claim.days(),
                    claimed.code(),
                    claimed.expires().get());
        }
    }

    /** A key that was only ever refused has nothing. */
    private void checkRefused() {
        Set<String> refused = new HashSet<>();
        Set<String> served = new HashSet<>();
        for (Claim claim : claims) {
            boolean isRefused = claim.answer() instanceof Answer.Refused;
            claim.knownKey().ifPresent((isRefused ? refused : served)::add);
        }
        refused.removeAll(served);
        refused.retainAll(state.claims().keySet());
        refused.forEach(key -> report(
                Kind.DONE_THOUGH_REFUSED,
                "key %s got the answer that nothing was done, but has %s",
                key,
                state.claims().get(key)));
    }

    /**
     * Every claim with an unknown outcome was retried. So the last response must be a code, or say that none is
     * available.
     */
    private void checkAnswered() {
        Map<String, Claim> last = new HashMap<>();
        Set<String> once = new HashSet<>();
        claims.forEach(claim -> claim.knownKey().ifPresent(key -> {
            last.merge(key, claim, (a, b) -> a.time().startNanos() > b.time().startNanos() ? a : b);
            if (claim.answer() instanceof Answer.Unknown) {
                once.add(key);
            }
        }));
        for (String key : once) {
            if (codeOfKey.containsKey(key)) {
                continue;
            }
            if (!(last.get(key).answer() instanceof Answer.Empty)) {
                report(
                        Kind.NEVER_ANSWERED,
                        "key %s got no answer: %s",
                        key,
                        last.get(key).answer());
            } else if (state.claims().containsKey(key)) {
                report(
                        Kind.STRANGE_ANSWER,
                        "key %s got the answer that no code is available, but has %s",
                        key,
                        state.claims().get(key));
            }
        }
    }

    private void report(Kind kind, String sentence, Object... words) {
        found.add(new Violation(kind, sentence.formatted(words)));
    }
}
