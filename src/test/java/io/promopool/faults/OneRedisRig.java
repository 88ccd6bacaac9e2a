package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.testing.Await;
import io.promopool.testing.BundledRedis;
import io.promopool.testing.LossyRelay;
import io.promopool.testing.RedisProcess;
import io.promopool.testing.RestartableService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Two services on one Redis. One of them reaches it through a relay that can lose answers. */
final class OneRedisRig implements Rig {
    private static final Duration FELT_WITHIN = Duration.ofSeconds(20);
    private static final int ANSWERS_TO_LOSE = 10;
    private static final int REFUSALS_TO_SEE = 20;
    private static final int BYTES_LEFT_ON_DISK = 20_000;

    private final RedisProcess redis;
    private final LossyRelay relay;
    private final List<RestartableService> services;

    private OneRedisRig(RedisProcess redis, LossyRelay relay, List<RestartableService> services) {
        this.redis = redis;
        this.relay = relay;
        this.services = services;
    }

    static OneRedisRig start(Path folder) throws IOException {
        RedisProcess redis = RedisProcess.in(folder.resolve("redis"), BundledRedis.copyTo(folder), List.of());
        LossyRelay relay = new LossyRelay(redis.port());
        OneRedisRig rig = new OneRedisRig(
                redis,
                relay,
                List.of(
                        new RestartableService(
                                folder.resolve("service-0.log"),
                                Map.of("PROMOPOOL_REDIS_URL", relay.url(), "PROMOPOOL_REDIS_POOL", "create")),
                        new RestartableService(
                                folder.resolve("service-1.log"),
                                Map.of("PROMOPOOL_REDIS_URL", redis.url(), "PROMOPOOL_REDIS_POOL", "create"))));
        try {
            redis.start();
            for (RestartableService service : rig.services) {
                service.begin();
            }
            rig.services.forEach(RestartableService::awaitReady);
            return rig;
        } catch (IOException | RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    @Override
    public List<URI> services() {
        return services.stream().map(RestartableService::url).toList();
    }

    @Override
    public String redisUrl() {
        return redis.url();
    }

    @Override
    public void inject(Fault fault, History history) throws IOException {
        RestartableService service = services.get(fault.victim());
        switch (fault.kind()) {
            case SERVICE_KILLED -> {
                service.kill();
                service.begin();
                service.awaitReady();
            }
            case SERVICE_FROZEN -> {
                service.freeze();
                pass(fault);
                service.resume();
            }
            case REDIS_KILLED -> {
                redis.kill();
                redis.start();
            }
            case WRITE_TORN -> {
                redis.kill();
                redis.tearLastWrite(fault.share());
                redis.repairFile();
                redis.start();
            }
            case REDIS_FROZEN -> {
                redis.freeze();
                pass(fault);
                redis.resume();
            }
            case ANSWERS_LOST -> loseAnswers();
            case MEMORY_FULL -> fillMemory(history);
            case DISK_FULL -> fillDisk();
            default -> throw new IllegalArgumentException("this setup can't have the fault " + fault);
        }
        services.forEach(RestartableService::awaitReadyAgain);
    }

    private static void pass(Fault fault) {
        LockSupport.parkNanos(Duration.ofMillis(fault.millis()).toNanos());
    }

    /** One at a time: the service must reconnect before the connection is cut again. */
    private void loseAnswers() {
        for (int i = 0; i < ANSWERS_TO_LOSE; i++) {
            int cuts = relay.cuts();
            relay.loseReplyTo("EVALSHA");
            Await.until("a reply was lost", FELT_WITHIN, () -> relay.cuts() > cuts);
        }
    }

    private void fillMemory(History history) {
        redis.ask(commands -> commands.configSet("maxmemory", "1"));
        int before = history.size();
        Await.until(
                "calls are refused when the memory is full",
                FELT_WITHIN,
                () -> history.answered(before, Answer.Refused.class) >= REFUSALS_TO_SEE);
        redis.ask(commands -> commands.configSet("maxmemory", "0"));
    }

    /** Redis ends by itself if it can't write, because everything that it has answered must be on the disk. */
    private void fillDisk() throws IOException {
        redis.kill();
        redis.startOnFullDisk(BYTES_LEFT_ON_DISK);
        Await.until("Redis has ended because the disk is full", FELT_WITHIN, () -> !redis.isAlive());
        redis.start();
    }

    @Override
    public void close() {
        services.forEach(RestartableService::close);
        relay.close();
        redis.close();
    }
}
