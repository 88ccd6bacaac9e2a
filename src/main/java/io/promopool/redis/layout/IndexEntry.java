package io.promopool.redis.layout;

import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import java.time.Instant;

/**
 * What the index says of a code: its lot, and the mark behind the lot's id. {@code lua/lib/ledger.lua} has all forms.
 *
 * @param mark {@code c} claimed, {@code r} retired, 0 neither
 * @param rest what stands behind the mark; of a claimed code its record, or nothing where that is stored elsewhere
 */
public record IndexEntry(String lotId, char mark, String rest) {
    public static IndexEntry parse(String value) {
        int end = 0;
        while (end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
        }
        return end == value.length()
                ? new IndexEntry(value, (char) 0, "")
                : new IndexEntry(value.substring(0, end), value.charAt(end), value.substring(end + 1));
    }

    public CodeState stateAt(Instant now, Expiration expiration) {
        return switch (mark) {
            case 'c' -> CodeState.CLAIMED;
            case 'r' -> CodeState.RETIRED;
            default -> expiration.isPastAt(now) ? CodeState.EXPIRED : CodeState.AVAILABLE;
        };
    }
}
