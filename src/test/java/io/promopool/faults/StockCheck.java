package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.Retirement;
import io.promopool.faults.Call.Row;
import io.promopool.faults.Call.Upload;
import io.promopool.faults.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The answer "exhausted" must be true. These codes were certainly available: they were reported as loaded before the
 * claim was sent, they never expire, and nobody tried to retire them; less one for each claim that might have been
 * served by the time of the answer.
 */
final class StockCheck {
    private final List<Call> calls;
    private final Set<String> touched = new HashSet<>();
    private final Map<String, NavigableMap<Long, Integer>> loadedBy = new HashMap<>();
    private final Map<String, NavigableMap<Long, Integer>> askedBy = new HashMap<>();

    StockCheck(List<Call> calls) {
        this.calls = calls;
    }

    List<Violation> violations() {
        calls.forEach(call -> {
            if (call instanceof Retirement retirement) {
                touched.add(retirement.code());
            }
        });
        sumUp(loads(), loadedBy);
        sumUp(claims(), askedBy);
        List<Violation> found = new ArrayList<>();
        calls.forEach(call -> {
            if (call instanceof Claim claim && claim.answer() instanceof Answer.Empty) {
                check(claim, found);
            }
        });
        return found;
    }

    /** A type has this many more codes, from a moment on. */
    private record Step(String type, long atNanos, int codes) {}

    private List<Step> loads() {
        Set<String> seen = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Call call : calls) {
            if (call instanceof Upload upload && upload.answer() instanceof Answer.Loaded) {
                int codes = (int) upload.rows().stream()
                        .filter(row -> isLasting(row) && seen.add(row.code()))
                        .count();
                steps.add(new Step(upload.type(), upload.time().endNanos(), codes));
            }
        }
        return steps;
    }

    private boolean isLasting(Row row) {
        return !row.inUse() && row.expires().isEmpty() && !touched.contains(row.code());
    }

    /** Each key counts once, from its first claim on. Each claim without a key counts. */
    private List<Step> claims() {
        Map<String, Step> ofKeys = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Call call : calls) {
            if (call instanceof Claim claim
                    && (claim.answer() instanceof Answer.Claimed || claim.answer() instanceof Answer.Unknown)) {
                Step step = new Step(claim.type(), claim.time().startNanos(), 1);
                claim.knownKey()
                        .ifPresentOrElse(
                                key -> ofKeys.merge(key, step, (a, b) -> a.atNanos() < b.atNanos() ? a : b),
                                () -> steps.add(step));
            }
        }
        steps.addAll(ofKeys.values());
        return steps;
    }

    private static void sumUp(List<Step> steps, Map<String, NavigableMap<Long, Integer>> sums) {
        Map<String, Integer> totals = new HashMap<>();
        steps.stream().sorted((a, b) -> Long.compare(a.atNanos(), b.atNanos())).forEach(step -> {
            int total = totals.merge(step.type(), step.codes(), Integer::sum);
            sums.computeIfAbsent(step.type(), type -> new TreeMap<>()).put(step.atNanos(), total);
        });
    }

    private void check(Claim claim, List<Violation> found) {
        int loaded = upTo(claim.time().startNanos(), loadedBy.get(claim.type()));
        int asked = upTo(claim.time().endNanos(), askedBy.get(claim.type()));
        if (loaded > asked) {
            found.add(new Violation(
                    Kind.EMPTY_THOUGH_FULL,
                    "a claim of type %s found no available code; %d were loaded and at most %d claimed"
                            .formatted(claim.type(), loaded, asked)));
        }
    }

    private static int upTo(long nanos, NavigableMap<Long, Integer> sums) {
        Map.Entry<Long, Integer> last = sums == null ? null : sums.lowerEntry(nanos);
        return last == null ? 0 : last.getValue();
    }
}
