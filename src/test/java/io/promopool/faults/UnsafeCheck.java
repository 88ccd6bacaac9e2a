package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Span;
import io.promopool.faults.Violation.Kind;
import java.util.List;

/** While something underneath had changed, no call may have been answered as if something was done or found. */
final class UnsafeCheck {
    private UnsafeCheck() {}

    /** @param unsafe the times in which every call had to be refused; a call that was partly in one does not count */
    static List<Violation> violations(List<Call> calls, List<Span> unsafe) {
        return calls.stream()
                .filter(call -> !(call instanceof Call.LookUp)) // LookUpCheck has those
                .filter(call -> !(call.answer() instanceof Answer.Refused || call.answer() instanceof Answer.Unknown))
                .filter(call -> unsafe.stream().anyMatch(span -> span.contains(call.time())))
                .map(call ->
                        new Violation(Kind.ANSWERED_WHILE_UNSAFE, "%s got %s".formatted(name(call), call.answer())))
                .toList();
    }

    private static String name(Call call) {
        return call instanceof Call.Claim claim
                ? "a claim of type " + claim.type()
                : call.getClass().getSimpleName();
    }
}
