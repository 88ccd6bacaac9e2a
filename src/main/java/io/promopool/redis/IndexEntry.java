package io.promopool.redis;

import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import java.time.Instant;

/**
 * What the index says of a code: its lot, and the mark behind the lot's id.
 *
 * @param mark {@code c} claimed, {@code r} retired, 0 neither
 */
record IndexEntry(String lotId, char mark) {
    static IndexEntry parse(String value) {
        int end = 0;
        while (end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
        }
        return new IndexEntry(value.substring(0, end), end == value.length() ? 0 : value.charAt(end));
    }

    boolean isClaimed() {
        return mark == 'c';
    }

    CodeState stateAt(Instant now, Expiration expiration) {
        return switch (mark) {
            case 'c' -> CodeState.CLAIMED;
            case 'r' -> CodeState.RETIRED;
            default -> expiration.isPastAt(now) ? CodeState.EXPIRED : CodeState.AVAILABLE;
        };
    }
}
