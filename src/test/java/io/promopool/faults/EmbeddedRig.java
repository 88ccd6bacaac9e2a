package io.promopool.faults;

import io.promopool.testing.Await;
import io.promopool.testing.BundledRedis;
import io.promopool.testing.RestartableService;
import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One service with its embedded Redis. */
final class EmbeddedRig implements Rig {
    private final Path data;
    private final RestartableService service;

    private EmbeddedRig(Path data, RestartableService service) {
        this.data = data;
        this.service = service;
    }

    static EmbeddedRig start(Path folder) throws IOException {
        Path data = folder.toRealPath().resolve("data");
        EmbeddedRig rig = new EmbeddedRig(
                data,
                new RestartableService(folder.resolve("service.log"), Map.of("PROMOPOOL_DATA_DIR", data.toString())));
        try {
            rig.service.begin();
            rig.service.awaitReady();
            return rig;
        } catch (RuntimeException | AssertionError e) {
            rig.close();
            throw e;
        }
    }

    @Override
    public List<URI> services() {
        return List.of(service.url());
    }

    @Override
    public String redisUrl() throws IOException {
        return BundledRedis.urlIn(data);
    }

    @Override
    public void inject(Fault fault, History history) throws IOException {
        switch (fault.kind()) {
            case REDIS_ORPHANED -> {
                service.kill();
                List<ProcessHandle> orphans = BundledRedis.processesIn(data);
                if (orphans.size() != 1) {
                    throw new IllegalStateException("expected one orphaned Redis, but found " + orphans.size());
                }
                service.begin();
                service.awaitReady();
                if (BundledRedis.processesIn(data).size() != 1
                        || BundledRedis.processesIn(data).equals(orphans)) {
                    throw new AssertionError("the orphaned Redis must be replaced: " + BundledRedis.processesIn(data));
                }
            }
            case EMBEDDED_REDIS_KILLED -> {
                ProcessHandle redis = BundledRedis.processesIn(data).get(0);
                redis.destroyForcibly();
                Await.until(
                        "another Redis runs",
                        Duration.ofSeconds(20),
                        () -> BundledRedis.processesIn(data).size() == 1
                                && !BundledRedis.processesIn(data).contains(redis));
            }
            default -> throw new IllegalArgumentException("this setup can't have the fault " + fault);
        }
        service.awaitReadyAgain();
    }

    @Override
    public void close() {
        service.close();
        BundledRedis.processesIn(data).forEach(redis -> ServerProcess.signal("KILL", redis.pid()));
    }
}
