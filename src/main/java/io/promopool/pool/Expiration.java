package io.promopool.pool;

import java.time.Instant;

/**
 * The instant from which on a code is expired, in whole UTC epoch seconds; {@link #NEVER} has none.
 *
 * <p>Ordered by time, {@link #NEVER} last.
 */
public record Expiration(long epochSecond) implements Comparable<Expiration> {
    public static final Expiration NEVER = new Expiration(Long.MAX_VALUE);

    public boolean isNever() {
        return epochSecond == Long.MAX_VALUE;
    }

    /** Whether the date has come at {@code now}: at the very instant it has. */
    public boolean isPastAt(Instant now) {
        return now.getEpochSecond() >= epochSecond;
    }

    @Override
    public int compareTo(Expiration other) {
        return Long.compare(epochSecond, other.epochSecond);
    }
}
