package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.Span;
import io.promopool.faults.FinalState.Counts;
import io.promopool.faults.Violation.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the responses that callers got with what is stored. It relies on two conditions: every claim with an unknown
 * outcome was retried after the faults, and there were no calls while the final state was read.
 */
final class HistoryChecker {
    private static final List<String> STATES = List.of("available", "claimed", "retired", "expired");

    private final List<Call> calls;
    private final FinalState state;
    private final Set<Violation> found = new LinkedHashSet<>();

    private HistoryChecker(List<Call> calls, FinalState state) {
        this.calls = calls;
        this.state = state;
    }

    /** @return an empty list if every guarantee holds; otherwise one violation for each that does not */
    static List<Violation> check(List<Call> calls, List<Span> unsafe, List<Span> emptied, FinalState state) {
        HistoryChecker checker = new HistoryChecker(calls, state);
        checker.checkAnswers();
        checker.found.addAll(new ClaimsCheck(calls, state).violations());
        checker.found.addAll(new UploadsCheck(calls, state).violations());
        checker.found.addAll(new StockCheck(calls).violations());
        checker.found.addAll(LookUpCheck.violations(calls, emptied));
        checker.found.addAll(UnsafeCheck.violations(calls, unsafe));
        checker.checkCounts();
        checker.checkNumberOfClaims();
        checker.checkDrain();
        return List.copyOf(checker.found);
    }

    private void checkAnswers() {
        calls.forEach(call -> {
            if (call.answer() instanceof Answer.Strange strange) {
                report(
                        Kind.STRANGE_ANSWER,
                        "%s was answered with %s",
                        call.getClass().getSimpleName(),
                        strange.what());
            }
        });
    }

    private void checkCounts() {
        state.counts().forEach((type, counts) -> {
            if (counts.added() != counts.sum()) {
                report(
                        Kind.COUNTS_DISAGREE,
                        "type %s: %d codes were added, but %s are %d",
                        type,
                        counts.added(),
                        counts,
                        counts.sum());
            }
            for (String name : STATES) {
                checkListed(type, name, counts);
            }
        });
        Set<String> types = new TreeSet<>();
        state.codes().values().forEach(code -> types.add(code.type()));
        types.removeAll(state.counts().keySet());
        types.forEach(type -> report(Kind.COUNTS_DISAGREE, "type %s has codes, but no counts", type));
    }

    private void checkListed(String type, String name, Counts counts) {
        long listed = state.codes().values().stream()
                .filter(code -> code.type().equals(type) && code.state().equals(name))
                .count();
        if (listed != counts.of(name)) {
            report(
                    Kind.COUNTS_DISAGREE,
                    "type %s: %d codes count as %s, but %d are listed",
                    type,
                    counts.of(name),
                    name,
                    listed);
        }
    }

    /**
     * Each key that got a code counts as one claim. Each call without a key and without an answer may be another one.
     */
    private void checkNumberOfClaims() {
        Set<String> keys = new HashSet<>();
        long unknown = 0;
        for (Call call : calls) {
            if (call instanceof Claim claim) {
                if (claim.answer() instanceof Answer.Claimed claimed) {
                    keys.add(claimed.key());
                } else if (claim.answer() instanceof Answer.Unknown
                        && claim.knownKey().isEmpty()) {
                    unknown++;
                }
            }
        }
        long claimed =
                state.counts().values().stream().mapToLong(Counts::claimed).sum();
        if (claimed < keys.size() || claimed > keys.size() + unknown) {
            report(
                    Kind.CLAIMS_MISCOUNTED,
                    "%d codes are claimed; %d keys got one, and %d calls without a key may have",
                    claimed,
                    keys.size(),
                    unknown);
        }
    }

    private void checkDrain() {
        Set<String> available = new TreeSet<>();
        state.codes().forEach((code, stored) -> {
            if (stored.state().equals("available")) {
                available.add(code);
            }
        });
        Set<String> claimed = new HashSet<>();
        List<String> others = new ArrayList<>();
        for (String code : state.drained()) {
            if (!claimed.add(code) || !available.contains(code)) {
                others.add(code);
            }
        }
        others.forEach(code ->
                report(Kind.DRAINED_OTHERWISE, "%s was handed out though it was not available, or twice", code));
        available.removeAll(claimed);
        available.forEach(code -> report(Kind.DRAINED_OTHERWISE, "%s counts as available, but no claim gets it", code));
    }

    private void report(Kind kind, String sentence, Object... words) {
        found.add(new Violation(kind, sentence.formatted(words)));
    }
}
