package io.promopool.redis.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks Redis whether claims can be served, and its clock for {@link RedisTime}. */
public final class RedisHealth {
    /** Codes expire by the service's clock; one that is off gives out expired codes, or none. */
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    /** One check may have met a pause. */
    private static final int CHECKS_UNTIL_CONNECTED_ANEW = 2;

    private final RedisConnector redis;
    private final RedisLink link;
    private final RedisTime time;
    private final Durability durability;
    private final InstantSource clock;
    private volatile Optional<String> unreadyReason = Optional.of("Redis was not asked yet");
    private int checksWithoutMaster;

    public RedisHealth(RedisConnector redis, Durability durability, InstantSource clock) {
        this.redis = redis;
        this.link = redis.watch();
        this.time = redis.time();
        this.durability = durability;
        this.clock = clock;
    }

    /** Why claims can't be served, as found by the last check; empty when they can. */
    public Optional<String> unreadyReason() {
        return unreadyReason;
    }

    /** Asks now. Never throws. */
    public void check() {
        try {
            Instant redisNow = sampleTime();
            CompletableFuture<String> replication = link.start(redis -> redis.info("replication"));
            CompletableFuture<String> persistence = link.start(redis -> redis.info("persistence"));
            ServerInfo info = new ServerInfo(link.await(replication) + link.await(persistence));
            unreadyReason = reason(redisNow, info);
            sawMaster(info.isMaster());
        } catch (RuntimeException e) {
            // Whatever it is: a check that throws would be the last one.
            unreadyReason = Optional.of(String.valueOf(e.getMessage()));
            // Where there is no connection, one is being made already.
            sawMaster(!Faults.isTimeout(e));
        }
    }

    private void sawMaster(boolean seen) {
        checksWithoutMaster = seen ? 0 : checksWithoutMaster + 1;
        if (checksWithoutMaster == CHECKS_UNTIL_CONNECTED_ANEW) {
            checksWithoutMaster = 0;
            redis.connectAnew();
        }
    }

    private Optional<String> reason(Instant redisNow, ServerInfo info) {
        Duration difference = Duration.between(redisNow, clock.instant());
        if (info.isLoading()) {
            return Optional.of("Redis is loading its data");
        }
        if (!info.isMaster()) {
            return Optional.of("Redis is a replica; claims need the master");
        }
        if (info.replicas() < durability.replicas()) {
            return Optional.of("Redis has " + info.replicas() + " replicas that keep up; durability.replicas asks for "
                    + durability.replicas());
        }
        if (difference.abs().compareTo(MAX_CLOCK_DIFFERENCE) > 0) {
            return Optional.of("this machine's clock and Redis's differ by "
                    + difference.abs().toSeconds() + " s; at most 5 s are fine");
        }
        return Optional.empty();
    }

    /** Redis's time, which {@link RedisTime} is told as well. */
    public Instant sampleTime() {
        long before = System.nanoTime();
        List<String> reply = link.read(redis -> redis.time());
        long micros = TimeUnit.SECONDS.toMicros(Long.parseLong(reply.get(0))) + Long.parseLong(reply.get(1));
        time.sampled(TimeUnit.MICROSECONDS.toMillis(micros), before, System.nanoTime());
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
