package io.promopool.faults;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored when all is over: asked over HTTP, but for {@code added}, which no call tells.
 *
 * @param codes by their text
 * @param claims key → code, of every key in the history that has one
 * @param counts by type
 * @param drained the codes that were given afterwards, until none was left, in that order
 */
record FinalState(
        Map<String, StoredCode> codes, Map<String, String> claims, Map<String, Counts> counts, List<String> drained) {
    /** @param key of a claimed one */
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
