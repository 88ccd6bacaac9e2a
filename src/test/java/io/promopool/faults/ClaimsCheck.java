package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Answer.Given;
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

/** One code a key, one key a code, all of it on record, and nothing that should not be given. */
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
            if (claim.answer() instanceof Given given) {
                checkUnique(claim, given);
                checkRecord(given);
                checkFits(claim, given);
            }
        }
        checkRefused();
        checkAnswered();
        return found;
    }

    private void checkUnique(Claim claim, Given given) {
        String otherCode = codeOfKey.putIfAbsent(given.key(), given.code());
        if (otherCode != null && !otherCode.equals(given.code())) {
            report(Kind.KEY_HAS_TWO_CODES, "key %s was told %s and %s", given.key(), otherCode, given.code());
        }
        String otherKey = keyOfCode.putIfAbsent(given.code(), given.key());
        if (otherKey != null && !otherKey.equals(given.key())) {
            report(Kind.CODE_GIVEN_TWICE, "%s was told to key %s and to key %s", given.code(), otherKey, given.key());
        }
        if (claim.key().isEmpty() && !keysChosenByTheService.add(given.key())) {
            report(Kind.CODE_GIVEN_TWICE, "%s was told to two callers without a key", given.code());
        }
        if (claim.key().isPresent() && !claim.key().get().equals(given.key())) {
            report(
                    Kind.STRANGE_ANSWER,
                    "a claim of key %s was answered for key %s",
                    claim.key().get(),
                    given.key());
        }
    }

    private void checkRecord(Given given) {
        String recorded = state.claims().get(given.key());
        if (!given.code().equals(recorded)) {
            report(
                    Kind.CLAIM_NOT_ON_RECORD,
                    "key %s was told %s, but has %s on record",
                    given.key(),
                    given.code(),
                    recorded == null ? "nothing" : recorded);
        }
        StoredCode stored = state.codes().get(given.code());
        if (stored == null || !stored.state().equals("claimed") || !stored.key().equals(Optional.of(given.key()))) {
            report(
                    Kind.CLAIM_NOT_ON_RECORD,
                    "key %s was told %s, which is stored as %s",
                    given.key(),
                    given.code(),
                    stored == null ? "nothing" : stored);
        }
    }

    private void checkFits(Claim claim, Given given) {
        if (!given.type().equals(claim.type())) {
            report(
                    Kind.OTHER_TYPE_GIVEN,
                    "key %s asked for type %s and was told %s of type %s",
                    given.key(),
                    claim.type(),
                    given.code(),
                    given.type());
        }
        Instant neededUntil = given.claimedAt().plus(claim.days(), ChronoUnit.DAYS);
        if (given.expires().isPresent() && !given.expires().get().isAfter(neededUntil)) {
            report(
                    Kind.EXPIRED_CODE_GIVEN,
                    "key %s asked at %s for %d days and was told %s, which expires at %s",
                    given.key(),
                    given.claimedAt(),
                    claim.days(),
                    given.code(),
                    given.expires().get());
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
                "key %s was told that nothing was done, but has %s",
                key,
                state.claims().get(key)));
    }

    /** What was unknown was asked again, so the last word must be a code, or that there is none. */
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
                        "key %s was told that nothing is left, but has %s",
                        key,
                        state.claims().get(key));
            }
        }
    }

    private void report(Kind kind, String sentence, Object... words) {
        found.add(new Violation(kind, sentence.formatted(words)));
    }
}
