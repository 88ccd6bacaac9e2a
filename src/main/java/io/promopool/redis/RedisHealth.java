package io.promopool.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks Redis whether claims can be served, and its clock for {@link RedisTime}. */
final class RedisHealth {
    /** Codes expire by the service's clock; one that is off gives out expired codes, or none. */
    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private final RedisLink link;
    private final RedisTime time;
    private final InstantSource clock;
    private volatile Optional<String> unreadyReason = Optional.of("Redis was not asked yet");

    RedisHealth(RedisConnector redis, InstantSource clock) {
        this.link = redis.watch();
        this.time = redis.time();
        this.clock = clock;
    }

    /** Why claims can't be served, as found by the last check; empty when they can. */
    Optional<String> unreadyReason() {
        return unreadyReason;
    }

    /** Asks now. Never throws. */
    void check() {
        try {
            Instant redisNow = sampleTime();
            CompletableFuture<String> replication = link.start(redis -> redis.info("replication"));
            CompletableFuture<String> persistence = link.start(redis -> redis.info("persistence"));
            ServerInfo info = new ServerInfo(link.await(replication) + link.await(persistence));
            unreadyReason = reason(redisNow, info);
        } catch (RuntimeException e) {
            // Whatever it is: a check that throws would be the last one.
            unreadyReason = Optional.of(String.valueOf(e.getMessage()));
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
        if (difference.abs().compareTo(MAX_CLOCK_DIFFERENCE) > 0) {
            return Optional.of("this machine's clock and Redis's differ by " + difference.abs().toSeconds()
                    + " s; at most 5 s are fine");
        }
        return Optional.empty();
    }

    /** Redis's time, which {@link RedisTime} is told as well. */
    Instant sampleTime() {
        long before = System.nanoTime();
        List<String> reply = link.read(redis -> redis.time());
        long micros = TimeUnit.SECONDS.toMicros(Long.parseLong(reply.get(0))) + Long.parseLong(reply.get(1));
        time.sampled(TimeUnit.MICROSECONDS.toMillis(micros), before, System.nanoTime());
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
