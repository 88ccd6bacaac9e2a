package io.promopool.redis.connection;

import io.promopool.redis.connection.Guard.Concern;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices when the clocks of the service and of Redis differ, and makes the {@link Guard} refuse writes until they
 * agree. Codes expire by the service's clock. If that clock is wrong, the service hands out expired codes, or refuses
 * valid ones. For one thread.
 */
final class ClockCheck {
    /** A machine can be paused between the reading of a clock and its use, so a single sample proves nothing. */
    private static final int SAMPLES_UNTIL_REFUSAL = 2;

    private final Guard guard;
    private final Duration maxDifference;
    private int samplesApart;
    private Duration reported = Duration.ZERO;
    private Optional<Instant> agreed = Optional.empty();

    /** @param maxDifference by how much the clocks may differ */
    ClockCheck(Guard guard, Duration maxDifference) {
        this.guard = guard;
        this.maxDifference = maxDifference;
    }

    /** Must be called before each sample, which may fail. */
    void begin() {
        agreed = Optional.empty();
    }

    /**
     * Takes a sample of Redis's clock.
     *
     * @param before the service's time before Redis was asked
     * @param redis Redis's time, at some moment between the other two
     * @param after the service's time after Redis answered
     */
    void sampled(Instant before, Instant redis, Instant after) {
        Duration behind = Duration.between(after, redis);
        Duration ahead = Duration.between(redis, before);
        Duration least = behind.compareTo(ahead) > 0 ? behind : ahead;
        if (least.compareTo(maxDifference) > 0) {
            samplesApart++;
            if (samplesApart >= SAMPLES_UNTIL_REFUSAL) {
                refuse(least, least.equals(behind) ? "behind" : "ahead of");
            }
        } else if (areTogether(before, redis, after)) {
            agreed = Optional.of(before);
            samplesApart = 0;
            reported = Duration.ZERO;
            guard.set(Concern.CLOCK, Optional.empty());
        }
        // A slow reply can't tell whether the clocks agree. It changes nothing.
    }

    /** Returns the service's time at the last sample, if that sample showed that the clocks agree. */
    Optional<Instant> agreed() {
        return agreed;
    }

    private boolean areTogether(Instant before, Instant redis, Instant after) {
        return Duration.between(before, redis).abs().compareTo(maxDifference) <= 0
                && Duration.between(redis, after).abs().compareTo(maxDifference) <= 0;
    }

    /** A reason whose number changes with every sample would be logged every second. */
    private void refuse(Duration difference, String direction) {
        if (reported.isZero() || difference.minus(reported).abs().compareTo(maxDifference) > 0) {
            reported = difference;
            guard.set(
                    Concern.CLOCK,
                    Optional.of("the clock of this machine is " + difference.toSeconds() + " s " + direction
                            + " the clock of Redis; they may differ by at most " + maxDifference.toSeconds()
                            + " s. Correct the clock that is wrong"));
        }
    }
}
