package io.promopool.redis.recount;

import java.time.Duration;
import java.util.List;

/**
 * What a recount found and put right.
 *
 * @param codes in the index
 * @param held how long claims and uploads were kept waiting for it
 * @param differences a sentence for each lot and type that was off; none where all was right
 * @param faults what can't be put right, a sentence each
 */
public record RecountReport(
        long codes, int types, int lots, Duration held, List<String> differences, List<String> faults) {
    public RecountReport {
        differences = List.copyOf(differences);
        faults = List.copyOf(faults);
    }
}
