package io.promopool.faults;

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

/**
 * Two services that reach one Redis through a relay. Something underneath them changes, they notice it and refuse
 * everything, and then it is as before. No answer may be wrong because of that.
 */
final class ChangedRig implements Rig {
    private static final Duration CLOCK_ERROR = Duration.ofHours(1);

    private final RedisProcess redis;
    private final RedisProcess other;
    private final LossyRelay relay;
    private final List<RestartableService> services;

    private ChangedRig(Path folder) throws IOException {
        Path executable = BundledRedis.copyTo(folder);
        redis = RedisProcess.in(folder.resolve("redis"), executable, List.of());
        other = RedisProcess.in(folder.resolve("other-redis"), executable, List.of());
        relay = new LossyRelay(redis.port());
        services = List.of(service(folder, "service-0", relay.url()), service(folder, "service-1", relay.url()));
    }

    private static RestartableService service(Path folder, String name, String redisUrl) throws IOException {
        return new RestartableService(
                folder.resolve(name + ".log"),
                Map.of("PROMOPOOL_REDIS_URL", redisUrl, "PROMOPOOL_REDIS_POOL", "create"));
    }

    static ChangedRig start(Path folder) throws IOException {
        ChangedRig rig = new ChangedRig(folder);
        try {
            rig.redis.start();
            rig.other.start();
            try (RestartableService owner = service(folder, "service-of-other", rig.other.url())) {
                owner.begin();
                owner.awaitReady();
            }
            for (RestartableService service : rig.services) {
                service.begin();
            }
            // Both may create the pool, and one of them does.
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
        switch (fault.kind()) {
            case POOL_FLUSHED -> {
                history.isEmptied();
                redis.ask(commands -> commands.flushall());
                refused("no longer holds pool", history);
                redis.kill();
                redis.dropFlushFromFile();
                redis.start();
            }
            case FILES_MISSING -> {
                redis.kill();
                redis.moveFilesAway();
                redis.start();
                refused("no longer holds pool", history);
                redis.kill();
                redis.putFilesBack();
                redis.start();
            }
            case POOL_SWAPPED -> {
                relay.leadTo(other.port());
                refused("and this service serves pool", history);
                relay.leadTo(redis.port());
            }
            case CLOCK_BEHIND -> shiftClocks(CLOCK_ERROR.negated(), "behind the clock of Redis", history);
            case CLOCK_AHEAD -> shiftClocks(CLOCK_ERROR, "ahead of the clock of Redis", history);
            default -> throw new IllegalArgumentException("this setup can't have the fault " + fault);
        }
        services.forEach(RestartableService::awaitReadyAgain);
    }

    /** From now on until callers have noticed it, every call must be refused. */
    private void refused(String reason, History history) {
        long start = System.nanoTime();
        Notice.await(services, reason, history);
        history.wasUnsafe(start);
    }

    private void shiftClocks(Duration by, String reason, History history) {
        services.forEach(RestartableService::kill);
        services.forEach(service -> service.withClock(by));
        services.forEach(RestartableService::begin);
        refused(reason, history);
        services.forEach(RestartableService::kill);
        services.forEach(service -> service.withClock(Duration.ZERO));
        services.forEach(RestartableService::begin);
        services.forEach(RestartableService::awaitReady);
    }

    @Override
    public void close() {
        services.forEach(RestartableService::close);
        relay.close();
        redis.close();
        other.close();
    }
}
