package io.promopool.faults;

import io.promopool.testing.Await;
import io.promopool.testing.BundledRedis;
import io.promopool.testing.RedisProcess;
import io.promopool.testing.RestartableService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Two services on a master and a replica, watched by three sentinels. */
final class SentinelRig implements Rig {
    private static final int REDISES = 2;
    private static final int SENTINELS = 3;
    private static final String MASTER = "promo";
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    private final List<RedisProcess> redises = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();
    private final List<RestartableService> services = new ArrayList<>();

    private final int confirmations;

    private SentinelRig(int confirmations) {
        this.confirmations = confirmations;
    }

    /** @param confirmations how many replicas must confirm a write before it is answered */
    static SentinelRig start(Path folder, int confirmations) throws IOException {
        SentinelRig rig = new SentinelRig(confirmations);
        try {
            rig.startRedis(folder);
            rig.startServices(folder);
            return rig;
        } catch (IOException | RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    private void startRedis(Path folder) throws IOException {
        Path executable = BundledRedis.copyTo(folder);
        for (int i = 0; i < REDISES; i++) {
            List<String> settings = new ArrayList<>(List.of("repl-diskless-sync-delay 0"));
            if (i > 0) {
                settings.add("replicaof 127.0.0.1 " + redises.get(0).port());
            }
            redises.add(RedisProcess.in(folder.resolve("redis-" + i), executable, settings));
            redises.get(i).start();
        }
        Await.until("the replicas follow", SETTLED_WITHIN, () -> hasAllReplicas(redises.get(0)));
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(RedisProcess.sentinelIn(
                    folder.resolve("sentinel-" + i),
                    executable,
                    List.of(
                            "sentinel monitor " + MASTER + " 127.0.0.1 "
                                    + redises.get(0).port() + " 2",
                            "sentinel down-after-milliseconds " + MASTER + " 500",
                            "sentinel failover-timeout " + MASTER + " 2000",
                            "sentinel parallel-syncs " + MASTER + " 2")));
            sentinels.get(i).start();
            // By default they take 10 s to demote an old master.
            sentinels.get(i).send("SENTINEL DEBUG publish-period 500 info-period 1000");
            if (!sentinels.get(i).isAlive()) {
                throw new IllegalStateException("this redis-server can't be a sentinel; see " + folder);
            }
        }
        Await.until(
                "the sentinels know each other",
                SETTLED_WITHIN,
                () -> sentinels.stream().allMatch(this::knowsAll));
    }

    private void startServices(Path folder) throws IOException {
        String addresses = sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(","));
        Map<String, String> environment = Map.of(
                "PROMOPOOL_REDIS_URL",
                "redis-sentinel://" + addresses + "/0#" + MASTER,
                "PROMOPOOL_REDIS_POOL",
                "create",
                "PROMOPOOL_DURABILITY_REPLICAS",
                Integer.toString(confirmations));
        for (int i = 0; i < 2; i++) {
            services.add(new RestartableService(folder.resolve("service-" + i + ".log"), environment));
            services.get(i).begin();
        }
        services.forEach(RestartableService::awaitReady);
    }

    private boolean knowsAll(RedisProcess sentinel) {
        String info = sentinel.info("sentinel");
        return info.contains("slaves=" + (REDISES - 1)) && info.contains("sentinels=" + SENTINELS);
    }

    private static boolean hasAllReplicas(RedisProcess master) {
        String info = master.info("replication");
        return info.contains("role:master") && info.split("state=online", -1).length == REDISES;
    }

    @Override
    public List<URI> services() {
        return services.stream().map(RestartableService::url).toList();
    }

    @Override
    public String redisUrl() {
        return master().orElseThrow().url();
    }

    /** The master that most sentinels name; empty while they do not agree. */
    private Optional<RedisProcess> master() {
        return redises.stream()
                .filter(redis -> sentinels.stream()
                                .filter(sentinel -> names(sentinel, redis))
                                .count()
                        > SENTINELS / 2)
                .findFirst();
    }

    private static boolean names(RedisProcess sentinel, RedisProcess redis) {
        return sentinel.info("sentinel").contains("address=127.0.0.1:" + redis.port() + ",");
    }

    @Override
    public void inject(Fault fault, History history) throws IOException {
        RedisProcess master = master().orElseThrow();
        switch (fault.kind()) {
            case MASTER_KILLED -> {
                master.kill();
                awaitPromotion(master);
                master.start();
            }
            case MASTER_FROZEN -> {
                master.freeze();
                awaitPromotion(master);
                pass(fault);
                master.resume();
            }
            case MASTER_RESUMED_EARLY -> {
                master.freeze();
                awaitPromotion(master);
                master.resume();
            }
            case REPLICA_FROZEN -> {
                List<RedisProcess> replicas =
                        redises.stream().filter(redis -> redis != master).toList();
                replicas.forEach(RedisProcess::freeze);
                pass(fault);
                replicas.forEach(RedisProcess::resume);
            }
            case UNREPLICATED_FAILOVER -> {
                failOverWithoutReplication(master, fault, history);
                return;
            }
            default -> throw new IllegalArgumentException("this setup can't have the fault " + fault);
        }
        Await.until(
                "all others follow the master",
                SETTLED_WITHIN,
                () -> master().filter(SentinelRig::hasAllReplicas).isPresent());
        services.forEach(RestartableService::awaitReadyAgain);
    }

    /** The replica misses what the services do while it is frozen, and then takes over. */
    private void failOverWithoutReplication(RedisProcess master, Fault fault, History history) throws IOException {
        RedisProcess replica =
                redises.stream().filter(redis -> redis != master).findFirst().orElseThrow();
        replica.freeze();
        // Otherwise the system would keep what the master sends, and the replica would read it when it is resumed.
        master.send("CLIENT KILL TYPE replica");
        pass(fault);
        master.kill();
        replica.resume();
        awaitPromotion(master);
        LossyRig.endStop(services, replica.url(), history);
        master.start();
    }

    private void awaitPromotion(RedisProcess old) {
        Await.until(
                "a replica is promoted",
                SETTLED_WITHIN,
                () -> redises.stream()
                        .filter(redis -> redis != old)
                        .anyMatch(redis -> sentinels.stream().anyMatch(sentinel -> names(sentinel, redis))));
    }

    private static void pass(Fault fault) {
        LockSupport.parkNanos(Duration.ofMillis(fault.millis()).toNanos());
    }

    @Override
    public void close() {
        services.forEach(RestartableService::close);
        sentinels.forEach(RedisProcess::close);
        redises.forEach(RedisProcess::close);
    }
}
