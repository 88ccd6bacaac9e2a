package io.promopool.faults;

import io.promopool.testing.BundledRedis;
import io.promopool.testing.RedisProcess;
import io.promopool.testing.RestartableService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Two services on a Redis that loses writes that it had confirmed. The services must notice it and refuse everything,
 * until a person accepts the loss. What was lost stays lost, so a run ends with that, and the histories of callers are
 * not compared with what is stored.
 */
final class LossyRig implements Rig {
    /** Within it a weaker setting is noticed: two checks, and some time for a machine that is busy. */
    private static final Duration NOTICED = Duration.ofSeconds(3);

    private final RedisProcess redis;
    private final List<RestartableService> services;

    private LossyRig(Path folder) throws IOException {
        redis = RedisProcess.in(folder.resolve("redis"), BundledRedis.copyTo(folder), List.of());
        Map<String, String> environment = Map.of("PROMOPOOL_REDIS_URL", redis.url(), "PROMOPOOL_REDIS_POOL", "create");
        services = List.of(
                new RestartableService(folder.resolve("service-0.log"), environment),
                new RestartableService(folder.resolve("service-1.log"), environment));
    }

    static LossyRig start(Path folder) throws IOException {
        LossyRig rig = new LossyRig(folder);
        try {
            rig.redis.start();
            for (RestartableService service : rig.services) {
                service.begin();
                service.awaitReady();
            }
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
        switch (fault.kind()) {
            case SETTINGS_WEAKENED -> {
                redis.ask(commands -> commands.configSet("appendonly", "no"));
                pass(NOTICED);
                refused("appendonly", history);
                redis.kill();
                redis.start();
            }
            case OLD_COPY -> {
                redis.copyFiles();
                pass(Duration.ofMillis(fault.millis()));
                redis.kill();
                redis.putCopyBack();
                redis.start();
            }
            default -> throw new IllegalArgumentException("this setup can't have the fault " + fault);
        }
        endStop(services, redis.url(), history);
    }

    private void refused(String reason, History history) {
        long start = System.nanoTime();
        Notice.await(services, reason, history);
        history.wasUnsafe(start);
    }

    /** Waits until all services refuse everything because of the loss, accepts it, and waits until they serve again. */
    static void endStop(List<RestartableService> services, String redisUrl, History history) {
        long start = System.nanoTime();
        Notice.await(services, "doctor --accept-loss", history);
        history.wasUnsafe(start);
        services.get(0)
                .command(
                        Map.of(
                                "PROMOPOOL_REDIS_URL",
                                redisUrl,
                                "PROMOPOOL_REDIS_TIMEOUT",
                                "10s",
                                "PROMOPOOL_CLAIMS_TIMEOUT",
                                "10s"),
                        "doctor",
                        "--accept-loss",
                        "--yes");
        services.forEach(RestartableService::awaitReadyAgain);
    }

    private static void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    @Override
    public void close() {
        services.forEach(RestartableService::close);
        redis.close();
    }
}
