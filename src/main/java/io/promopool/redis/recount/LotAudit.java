package io.promopool.redis.recount;

import io.promopool.lang.Quantity;
import io.promopool.pool.Expiration;
import io.promopool.pool.ExpirationFormat;
import io.promopool.redis.layout.IndexEntry;
import io.promopool.redis.layout.LotEncoding;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A lot in a recount: its record, its hints, and its codes in the index. */
final class LotAudit {
    private static final ExpirationFormat UTC = new ExpirationFormat(ZoneOffset.UTC);

    private final String id;
    private final Map<String, String> record;
    private final boolean swept;
    private final boolean isLive;
    private final Set<String> hints;
    private final Set<String> staleHints;
    private final Set<String> wrongStaleHints;
    private final List<String> unspentHints = new ArrayList<>();
    private final List<String> missingHints = new ArrayList<>();
    private long claimed;
    private long retired;

    /**
     * @param record all fields of the lot
     * @param hints in the lot's list
     * @param staleHints the lot's set of hints whose codes are not unspent in it, and that are still in the list
     * @param swept whether the lot's list was freed by a sweep
     * @param isLive whether the lot is in both live sets; a lot without unspent codes belongs in neither
     */
    LotAudit(
            String id,
            Map<String, String> record,
            Set<String> hints,
            Set<String> staleHints,
            boolean swept,
            boolean isLive) {
        this.id = id;
        this.record = record;
        this.hints = hints;
        this.staleHints = staleHints;
        this.wrongStaleHints = new HashSet<>(staleHints);
        wrongStaleHints.removeAll(hints);
        this.swept = swept;
        this.isLive = isLive;
    }

    /** Counts a code of this lot, which has this hint. */
    void count(String hint, IndexEntry entry) {
        switch (entry.mark()) {
            case 'c' -> claimed++;
            case 'r' -> retired++;
            default -> {
                unspentHints.add(hint);
                if (staleHints.contains(hint)) {
                    wrongStaleHints.add(hint);
                }
                if (!hints.contains(hint)) {
                    missingHints.add(hint);
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
        return unspentHints.size();
    }

    long claimed() {
        return claimed;
    }

    long retired() {
        return retired;
    }

    /** Returns how many unspent codes the live sets stand for. A swept lot is in none, so its codes don't count. */
    long live() {
        return swept ? 0 : unspent();
    }

    /** Returns what to add to a counter of the record; 0 if it is correct. */
    long correction(String counter) {
        long counted =
                switch (counter) {
                    case "unspent" -> unspent();
                    case "claimed" -> claimed;
                    default -> retired;
                };
        return counted - Long.parseLong(record.getOrDefault(counter, "0"));
    }

    /**
     * Returns the hints to write. If the lot's counter of unspent codes is too low, claims may remove the list before
     * the counter is corrected. Then a hint for each unspent code is written, because a surplus hint does no harm.
     */
    List<String> missingHints() {
        if (swept) {
            return List.of();
        }
        return correction("unspent") > 0 ? unspentHints : missingHints;
    }

    /** Returns what is in the set of stale hints although its code is unspent in this lot, or it is not in the list. */
    List<String> wrongStaleHints() {
        return List.copyOf(wrongStaleHints);
    }

    boolean isCorrect() {
        boolean shouldBeLive = live() > 0;
        return correction("unspent") == 0
                && correction("claimed") == 0
                && correction("retired") == 0
                && isLive == shouldBeLive
                && missingHints().isEmpty()
                && wrongStaleHints.isEmpty()
                && (live() > 0 || hints.isEmpty());
    }

    /** Describes what is wrong, for the report. */
    String difference() {
        List<String> wrong = new ArrayList<>();
        for (String counter : List.of("unspent", "claimed", "retired")) {
            if (correction(counter) != 0) {
                wrong.add("the count of %s was %s, corrected to %d"
                        .formatted(
                                CounterName.of(counter),
                                record.getOrDefault(counter, "0"),
                                Long.parseLong(record.getOrDefault(counter, "0")) + correction(counter)));
            }
        }
        if (isLive != live() > 0) {
            wrong.add(isLive ? "the lot was wrongly in the live sets" : "the lot was missing from the live sets");
        }
        if (!swept && !missingHints.isEmpty()) {
            wrong.add("no claim could reach " + Quantity.of(missingHints.size(), "code")
                    + ", because hints were missing from the lot's list");
        }
        if (!wrongStaleHints.isEmpty()) {
            wrong.add("%d of %d entries were wrong in the lot's set of stale hints"
                    .formatted(wrongStaleHints.size(), staleHints.size()));
        }
        if (live() == 0 && !hints.isEmpty()) {
            wrong.add("the lot's list still had " + Quantity.of(hints.size(), "stale hint"));
        }
        return "lot %s (%s, %s%%, %s): %s"
                .formatted(id, record.get("type"), record.get("discount"), expires(), String.join("; ", wrong));
    }

    private String expires() {
        Expiration expiration = LotEncoding.expiration(record.get("expiration"));
        return expiration.isNever() ? "never expires" : "expires " + UTC.print(expiration) + "Z";
    }
}
