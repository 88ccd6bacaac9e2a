package io.promopool.pool;

import java.time.Instant;

/**
 * The expiration date of a code. The code is expired from this instant on; {@link #NEVER} = it never expires.
 *
 * <p>Ordered by time, {@link #NEVER} last.
 *
 * @param epochSecond UTC, in whole seconds
 */
public record Expiration(long epochSecond) implements Comparable<Expiration> {
    /** The date of codes that never expire. */
    public static final Expiration NEVER = new Expiration(Long.MAX_VALUE);

    /** Whether a code with this date never expires. */
    public boolean isNever() {
        return epochSecond == Long.MAX_VALUE;
    }

    /** Whether a code with this date is expired at {@code now}. At the exact second of the date, it is. */
    public boolean isPastAt(Instant now) {
        return now.getEpochSecond() >= epochSecond;
    }

    @Override
    public int compareTo(Expiration other) {
        return Long.compare(epochSecond, other.epochSecond);
    }
}
