package io.promopool.redis.recount;

import io.promopool.redis.layout.IndexEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a recount sees of one lot: its record, its hints, and its codes in the index. */
final class LotAudit {
    private final String id;
    private final Map<String, String> record;
    private final boolean swept;
    private final boolean isLive;
    private final Set<String> hints;
    private final Set<String> retiredHints;
    private final Set<String> wrongRetiredHints;
    private final List<String> unspentCodes = new ArrayList<>();
    private final List<String> unspentWithoutHint = new ArrayList<>();
    private long claimed;
    private long retired;

    /**
     * @param hints in its list
     * @param retiredHints its set of retired codes whose hints are still in the list
     * @param swept whether its list was given back
     * @param isLive whether it is in both live sets; an empty lot belongs in neither
     */
    LotAudit(
            String id,
            Map<String, String> record,
            Set<String> hints,
            Set<String> retiredHints,
            boolean swept,
            boolean isLive) {
        this.id = id;
        this.record = record;
        this.hints = hints;
        this.retiredHints = retiredHints;
        this.wrongRetiredHints = new HashSet<>(retiredHints);
        this.swept = swept;
        this.isLive = isLive;
    }

    /** Counts a code that the index has in this lot. */
    void count(String code, IndexEntry entry) {
        switch (entry.mark()) {
            case 'c' -> claimed++;
            case 'r' -> {
                retired++;
                if (hints.contains(code)) {
                    wrongRetiredHints.remove(code);
                }
            }
            default -> {
                unspentCodes.add(code);
                if (!hints.contains(code)) {
                    unspentWithoutHint.add(code);
                }
            }
        }
    }

    String id() {
        return id;
    }

    String typeId() {
        return record.get("typeId");
    }

    String discount() {
        return record.get("discount");
    }

    long unspent() {
        return unspentCodes.size();
    }

    long claimed() {
        return claimed;
    }

    long retired() {
        return retired;
    }

    /** Its unspent codes that claims can reach. */
    long live() {
        return swept ? 0 : unspent();
    }

    /** What to add to a counter of the record. */
    long off(String counter) {
        long counted =
                switch (counter) {
                    case "unspent" -> unspent();
                    case "claimed" -> claimed;
                    default -> retired;
                };
        return counted - Long.parseLong(record.getOrDefault(counter, "0"));
    }

    /**
     * Hints to write. Where too few codes were counted, claims may drop the list before that is put right: then all of
     * them, as a hint too many does no harm.
     */
    List<String> missingHints() {
        if (swept) {
            return List.of();
        }
        return off("unspent") > 0 ? unspentCodes : unspentWithoutHint;
    }

    /** Codes in the set of retired hints that are not retired, or whose hints are not in the list. */
    List<String> wrongRetiredHints() {
        return List.copyOf(wrongRetiredHints);
    }

    boolean isRight() {
        boolean shouldBeLive = live() > 0;
        return off("unspent") == 0
                && off("claimed") == 0
                && off("retired") == 0
                && isLive == shouldBeLive
                && missingHints().isEmpty()
                && wrongRetiredHints.isEmpty()
                && (live() > 0 || hints.isEmpty());
    }

    /** What is wrong, for a person. */
    String difference() {
        List<String> wrong = new ArrayList<>();
        for (String counter : List.of("unspent", "claimed", "retired")) {
            if (off(counter) != 0) {
                wrong.add("%s was %s, is %d"
                        .formatted(
                                counter,
                                record.getOrDefault(counter, "0"),
                                Long.parseLong(record.getOrDefault(counter, "0")) + off(counter)));
            }
        }
        if (isLive != live() > 0) {
            wrong.add(isLive ? "was among the lots with codes" : "was not among the lots with codes");
        }
        if (!swept && !unspentWithoutHint.isEmpty()) {
            wrong.add(unspentWithoutHint.size() + " codes could not be come by");
        }
        if (!wrongRetiredHints.isEmpty()) {
            wrong.add(wrongRetiredHints.size() + " of " + retiredHints.size() + " marks of retired codes were wrong");
        }
        if (live() == 0 && !hints.isEmpty()) {
            wrong.add("a list of " + hints.size() + " used hints had been left");
        }
        return "lot %s (%s, %s %%, %s): %s"
                .formatted(
                        id,
                        record.get("type"),
                        record.get("discount"),
                        record.get("expiration"),
                        String.join("; ", wrong));
    }
}
