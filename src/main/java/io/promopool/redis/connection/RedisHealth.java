package io.promopool.redis.connection;

import io.promopool.lang.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Checks whether Redis can serve claims, and samples Redis's clock for {@link RedisTime}. What makes it unsafe to serve
 * is passed to the {@link Guard}. For one thread; only the reasons may be read by others.
 */
public final class RedisHealth {
    /** By how much the clocks of the service and of Redis may differ. */
    public static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    /** Two, because a single failed check might only have met a short pause. */
    private static final int FAILED_CHECKS_UNTIL_RECONNECT = 2;

    private final RedisConnector redis;
    private final RedisLink link;
    private final RedisTime time;
    private final Durability durability;
    private final InstantSource clock;
    private final DurabilityCheck durabilityCheck;
    private final ClockCheck clockCheck;
    private volatile Optional<String> unreadyReason = Optional.of("Redis was not checked yet");
    private int checksWithoutMaster;

    public RedisHealth(RedisConnector redis, Durability durability, InstantSource clock) {
        this(redis, durability, clock, MAX_CLOCK_DIFFERENCE);
    }

    /**
     * @param maxClockDifference by how much the clock may differ from Redis's; tests with a clock of their own set it
     */
    public RedisHealth(RedisConnector redis, Durability durability, InstantSource clock, Duration maxClockDifference) {
        this.redis = redis;
        this.link = redis.watch();
        this.time = redis.time();
        this.durability = durability;
        this.clock = clock;
        this.durabilityCheck = new DurabilityCheck(link, redis.guard(), durability, System::nanoTime);
        this.clockCheck = new ClockCheck(redis.guard(), maxClockDifference);
    }

    /** Returns why claims can't be served, according to the last check. Empty if they can. */
    public Optional<String> unreadyReason() {
        Optional<String> refused = redis.guard().reason();
        return refused.isPresent() ? refused : unreadyReason;
    }

    /**
     * Returns what the last check found about the settings of Redis, one sentence for each that is weaker than the
     * guarantees need, and for each other thing that a person should know.
     */
    public List<String> findings() {
        return durabilityCheck.findings();
    }

    /** Returns those of the {@link #findings} for which nothing is refused. */
    public List<String> warnings() {
        return durabilityCheck.warnings();
    }

    /** Returns the service's time at the last sample, if that sample showed that the clocks agree. */
    public Optional<Instant> agreedTime() {
        return clockCheck.agreed();
    }

    /** Checks Redis now, and waits for the result. Never throws. */
    public void check() {
        try {
            sampleTime();
            ServerInfo info = ServerInfo.forCheck(link);
            durabilityCheck.check(info);
            unreadyReason = reason(info);
            reconnectUnless(info.isMaster());
        } catch (RuntimeException e) {
            // Any exception at all, because a scheduled check that throws would be the last one.
            unreadyReason = Optional.of(String.valueOf(e.getMessage()));
            // Without a connection, lettuce is reconnecting already.
            reconnectUnless(!Faults.isTimeout(e));
        }
    }

    /** Reconnects after two checks in a row that found a replica or no reply: another Redis might have taken over. */
    private void reconnectUnless(boolean connectionIsGood) {
        checksWithoutMaster = connectionIsGood ? 0 : checksWithoutMaster + 1;
        if (checksWithoutMaster == FAILED_CHECKS_UNTIL_RECONNECT) {
            checksWithoutMaster = 0;
            redis.reconnect();
        }
    }

    private Optional<String> reason(ServerInfo info) {
        if (info.isLoading()) {
            return Optional.of("Redis is loading its data");
        }
        if (!info.isMaster()) {
            return Optional.of("Redis is a replica; only a master can serve claims");
        }
        if (info.replicas() < durability.replicas()) {
            return Optional.of("Redis has " + Quantity.of(info.replicas(), "replica")
                    + " online and up to date; durability.replicas requires "
                    + durability.replicas());
        }
        return Optional.empty();
    }

    /**
     * Reads Redis's clock, passes the sample to {@link RedisTime}, and compares it with the service's clock.
     *
     * @throws io.promopool.pool.StorageException if Redis does not answer
     */
    public void sampleTime() {
        clockCheck.begin();
        Instant before = clock.instant();
        long beforeNanos = System.nanoTime();
        List<String> reply = link.read(redis -> redis.time());
        long afterNanos = System.nanoTime();
        Instant after = clock.instant();
        long micros = TimeUnit.SECONDS.toMicros(Long.parseLong(reply.get(0))) + Long.parseLong(reply.get(1));
        time.sampled(TimeUnit.MICROSECONDS.toMillis(micros), beforeNanos, afterNanos);
        clockCheck.sampled(before, Instant.EPOCH.plus(micros, ChronoUnit.MICROS), after);
    }
}
