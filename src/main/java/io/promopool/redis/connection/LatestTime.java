package io.promopool.redis.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the latest time that the pool has seen forward, once a minute. A service whose clock is behind it is refused,
 * because it would hand out codes that have expired. The sweep goes by it too.
 *
 * <p>A time far ahead is believed only after a day of steady time in this process. So clocks that are wrong for a while
 * lock nobody out later, and free no lists. After a month without a service, only the sweep is late. The first time of
 * a new pool is believed whatever it is, because there is nothing to compare it with. For one thread.
 */
public final class LatestTime {
    /** The scripts refuse callers that are further behind (head.lua). */
    public static final Duration MAX_BEHIND = Duration.ofSeconds(60);

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration MAX_MOVE = Duration.ofHours(24);
    private static final Duration STEADY_UNTIL_BELIEVED = Duration.ofHours(24);

    /** So far may a clock be adjusted in a day that counts as steady. */
    private static final Duration MAX_ADJUSTMENT = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(LatestTime.class);

    private final RedisConnector redis;
    private final LongSupplier nanoTime;
    private Optional<Instant> steadySince = Optional.empty();
    private long steadySinceNanos;
    private Optional<Long> triedAtNanos = Optional.empty();

    /** @param nanoTime a steady clock, such as {@link System#nanoTime} */
    public LatestTime(RedisConnector redis, LongSupplier nanoTime) {
        this.redis = redis;
        this.nanoTime = nanoTime;
    }

    /** Returns why a service with this clock must not write; empty if it may. */
    static Optional<String> behind(Instant now, Optional<Instant> latest) {
        return latest.filter(seen -> now.isBefore(seen.minus(MAX_BEHIND)))
                .map(seen -> "the clocks of this machine and of Redis are more than " + MAX_BEHIND.toSeconds()
                        + " s behind the latest time that this pool has seen, " + seen
                        + "; codes that have expired would be handed out. Correct the clocks; if that time was wrong,"
                        + " run doctor --accept-clock");
    }

    /**
     * Takes the result of a check of the clocks, and moves the latest time if a minute has passed since the last
     * attempt. Never throws.
     *
     * @param meta the key with the record of the pool
     * @param agreed the time of the service, if it agrees with Redis's; otherwise nothing is moved
     */
    public void checked(String meta, Optional<Instant> agreed) {
        long nanos = nanoTime.getAsLong();
        if (agreed.isEmpty()) {
            steadySince = Optional.empty();
            return;
        }
        boolean isBelieved = isSteady(agreed.get(), nanos);
        if (triedAtNanos.isPresent() && nanos - triedAtNanos.get() < INTERVAL.toNanos()) {
            return;
        }
        String now = Long.toString(agreed.get().getEpochSecond());
        String maxMove = Long.toString(isBelieved ? Long.MAX_VALUE : MAX_MOVE.toSeconds());
        triedAtNanos = Optional.of(nanos); // also if it fails: replicas that don't confirm it hold up the checks
        try {
            redis.write(LuaScript.LATEST, meta, List.of(now, maxMove));
        } catch (RuntimeException refused) {
            // Any exception at all, because a scheduled check that throws would be the last one.
            log.debug("the latest time was not moved", refused);
        }
    }

    /** Whether the clock has run as steadily as the steady clock, for a day. */
    private boolean isSteady(Instant now, long nanos) {
        Duration passed = Duration.ofNanos(nanos - steadySinceNanos);
        boolean ranSteadily = steadySince
                .map(since -> Duration.between(since, now).minus(passed).abs().compareTo(MAX_ADJUSTMENT) <= 0)
                .orElse(false);
        if (!ranSteadily) {
            steadySince = Optional.of(now);
            steadySinceNanos = nanos;
            return false;
        }
        return passed.compareTo(STEADY_UNTIL_BELIEVED) >= 0;
    }
}
