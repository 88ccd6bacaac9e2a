package io.promopool.faults;

import io.promopool.faults.FaultRun.Result;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results of all runs, as a small table. */
final class FaultReport {
    private final List<Result> results = new ArrayList<>();

    void add(Result result) {
        results.add(result);
    }

    /** How many violations of each kind were found, with one example. */
    static String summary(List<Violation> violations) {
        Map<Violation.Kind, List<Violation>> byKind =
                violations.stream().collect(Collectors.groupingBy(Violation::kind, TreeMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder();
        byKind.forEach((kind, same) -> text.append("    VIOLATION %s, %,d times, such as: %s%n"
                .formatted(kind, same.size(), same.get(0).sentence())));
        return text.toString();
    }

    List<Violation> violations() {
        return results.stream().flatMap(result -> result.violations().stream()).toList();
    }

    String text() {
        Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
        results.forEach(result -> result.plan().faults().forEach(fault -> faults.merge(fault.kind(), 1, Integer::sum)));
        StringBuilder text = new StringBuilder("\nfaults in " + results.size() + " runs:\n");
        faults.forEach((kind, times) -> text.append(line(times, kind.meaning())));
        text.append(line(results.stream().mapToLong(Result::claims).sum(), "claims"));
        text.append(line(results.stream().mapToLong(Result::uploads).sum(), "uploads"));
        text.append(line(results.stream().mapToLong(Result::unanswered).sum(), "calls with an unknown outcome"));
        return text.append(line(violations().size(), "violations")).toString();
    }

    private static String line(long count, String what) {
        return "%,10d  %s%n".formatted(count, what);
    }
}
