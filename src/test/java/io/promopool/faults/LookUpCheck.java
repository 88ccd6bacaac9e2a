package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Answer.Claimed;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.LookUp;
import io.promopool.faults.Call.Span;
import io.promopool.faults.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A claim that was answered is found by each look-up from then on: "no such claim" makes a workflow send another code.
 */
final class LookUpCheck {
    private final Map<String, Claimed> codes = new HashMap<>();
    private final Map<String, Span> answered = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private LookUpCheck(List<Call> calls) {
        for (Call call : calls) {
            if (call instanceof Claim && call.answer() instanceof Claimed claimed) {
                codes.putIfAbsent(claimed.key(), claimed);
                answered.merge(
                        claimed.key(), call.time(), (one, other) -> one.endNanos() < other.endNanos() ? one : other);
            }
        }
    }

    /** @param excepted times in which a look-up may say that there is no such claim */
    static List<Violation> violations(List<Call> calls, List<Span> excepted) {
        LookUpCheck check = new LookUpCheck(calls);
        calls.stream()
                .filter(call ->
                        call instanceof LookUp && excepted.stream().noneMatch(span -> span.overlaps(call.time())))
                .forEach(call -> check.check((LookUp) call));
        return check.violations;
    }

    /**
     * After confirmed writes were lost, only what was answered before a person accepted that.
     *
     * @param unsafe the times in which every call had to be refused
     */
    static List<Violation> violationsWithin(List<Call> calls, List<Span> unsafe) {
        LookUpCheck check = new LookUpCheck(calls);
        calls.stream()
                .filter(call -> call instanceof LookUp && unsafe.stream().anyMatch(span -> span.contains(call.time())))
                .forEach(call -> check.check((LookUp) call));
        return check.violations;
    }

    private void check(LookUp lookUp) {
        Claimed known = codes.get(lookUp.key());
        // Before a claim is answered, a look-up may find what no replica has yet, and a failover may undo it.
        if (known == null || !answered.get(lookUp.key()).isBefore(lookUp.time())) {
            return;
        }
        if (lookUp.answer() instanceof Answer.Empty) {
            violations.add(new Violation(
                    Kind.CLAIM_NOT_FOUND,
                    "key %s had got %s, and a look-up found no such claim".formatted(lookUp.key(), known.code())));
        }
        if (lookUp.answer() instanceof Claimed found && !found.code().equals(known.code())) {
            violations.add(new Violation(
                    Kind.CLAIM_NOT_FOUND,
                    "key %s had got %s, and a look-up found %s".formatted(lookUp.key(), known.code(), found.code())));
        }
    }
}
