package io.promopool.redis.recount;

import java.time.Duration;
import java.util.List;

/**
 * What a recount found and corrected.
 *
 * @param codes in the index
 * @param held how long Redis paused writes, and so claims and uploads
 * @param differences one sentence for each lot and type that was wrong; empty if everything was correct
 * @param faults one sentence for each fault that a recount can't correct
 */
public record RecountReport(
        long codes, int types, int lots, Duration held, List<String> differences, List<String> faults) {
    public RecountReport {
        differences = List.copyOf(differences);
        faults = List.copyOf(faults);
    }
}
