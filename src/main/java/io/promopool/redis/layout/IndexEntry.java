package io.promopool.redis.layout;

import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import java.time.Instant;

/**
 * An entry of the index: the id of a code's lot, and a mark that says whether the code was claimed or retired. {@code
 * docs/architecture.md} lists all forms of an entry.
 *
 * @param mark {@code c} for claimed, {@code r} for retired, 0 for neither
 * @param rest the text behind the mark: the time and key of a claim, or nothing if they are too long for an entry
 */
public record IndexEntry(String lotId, char mark, String rest) {
    /** Parses an entry as it is stored in Redis. */
    public static IndexEntry parse(String value) {
        int end = 0;
        while (end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
        }
        return end == value.length()
                ? new IndexEntry(value, (char) 0, "")
                : new IndexEntry(value.substring(0, end), value.charAt(end), value.substring(end + 1));
    }

    /**
     * @param expiration of the code's lot
     * @param isSwept whether the lot was swept; its codes then count as expired, whatever the date
     */
    public CodeState stateAt(Instant now, Expiration expiration, boolean isSwept) {
        return switch (mark) {
            case 'c' -> CodeState.CLAIMED;
            case 'r' -> CodeState.RETIRED;
            default -> isSwept || expiration.isPastAt(now) ? CodeState.EXPIRED : CodeState.AVAILABLE;
        };
    }
}
