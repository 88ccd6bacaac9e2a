package io.promopool.redis.recount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A type in a recount: its counters as stored, and as counted from its lots. */
final class TypeAudit {
    private static final Set<String> COUNTERS = Set.of("added", "claimed", "retired", "unspent", "live");

    private final String id;
    private final String name;
    private final Map<String, Long> stored = new HashMap<>();
    private final Map<String, Long> counted = new TreeMap<>();

    /** @param record all fields of the type, including those that are no counters */
    TypeAudit(String id, String name, Map<String, String> record) {
        this.id = id;
        this.name = name;
        COUNTERS.forEach(counter -> counted.put(counter, 0L));
        record.forEach((field, value) -> {
            if (COUNTERS.contains(field) || field.startsWith(CounterName.LIVE_OF_DISCOUNT)) {
                stored.put(field, Long.parseLong(value));
                counted.putIfAbsent(field, 0L);
            }
        });
    }

    /** Adds the counts of a lot of this type. All codes of the lot must be counted already. */
    void count(LotAudit lot) {
        counted.merge("added", lot.unspent() + lot.claimed() + lot.retired(), Long::sum);
        counted.merge("claimed", lot.claimed(), Long::sum);
        counted.merge("retired", lot.retired(), Long::sum);
        counted.merge("unspent", lot.unspent(), Long::sum);
        counted.merge("live", lot.live(), Long::sum);
        counted.merge(CounterName.LIVE_OF_DISCOUNT + lot.discount(), lot.live(), Long::sum);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    boolean isCorrect() {
        return corrections().isEmpty();
    }

    /** Returns what to add to each counter that is wrong. */
    Map<String, Long> corrections() {
        Map<String, Long> corrections = new TreeMap<>();
        counted.forEach((counter, number) -> {
            long difference = number - stored(counter);
            if (difference != 0) {
                corrections.put(counter, difference);
            }
        });
        return corrections;
    }

    private long stored(String counter) {
        return stored.getOrDefault(counter, 0L);
    }

    /** Describes what is wrong, for the report. */
    String difference() {
        List<String> wrong = new ArrayList<>();
        corrections()
                .forEach((counter, number) -> wrong.add("the count of %s was %d, corrected to %d"
                        .formatted(CounterName.of(counter), stored(counter), stored(counter) + number)));
        return "type %s: %s".formatted(name, String.join("; ", wrong));
    }
}
