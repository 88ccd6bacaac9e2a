package io.promopool.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored at the end. All of it is read over HTTP, except {@code added}, which no call returns.
 *
 * @param codes by code
 * @param claims key → code, for every key in the history that has a record
 * @param counts by type
 * @param drained the codes that were claimed afterwards, in order, until none was available
 */
record FinalState(
        Map<String, StoredCode> codes, Map<String, String> claims, Map<String, Counts> counts, List<String> drained) {
    /** @param key the key of the claim, if the code is claimed */
    record StoredCode(String type, String state, Optional<String> key) {}

    record Counts(long added, long available, long claimed, long retired, long expired) {
        long sum() {
            return available + claimed + retired + expired;
        }

        long of(String state) {
            return switch (state) {
                case "available" -> available;
                case "claimed" -> claimed;
                case "retired" -> retired;
                case "expired" -> expired;
                default -> throw new IllegalArgumentException(state);
            };
        }
    }
}
